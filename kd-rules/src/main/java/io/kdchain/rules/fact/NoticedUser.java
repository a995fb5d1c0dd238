package io.kdchain.rules.fact;

/**
 * The user whose content a notice or a promotion is about, with whom a platform may answer for it; of a declaration
 * that there is no infringement, who made it.
 *
 * @param notice id of the event that records the notice
 * @param user id of the user
 */
@Word(en = "the user whose content was noticed", zh = "被通知内容的使用者")
public record NoticedUser(String notice, String user) implements Fact {

    public String getNotice() {
        return notice;
    }

    public String getUser() {
        return user;
    }
}
