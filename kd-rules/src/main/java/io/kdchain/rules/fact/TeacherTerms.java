package io.kdchain.rules.fact;

/**
 * What the terms of a teacher model say of its distillation.
 *
 * @param act id of the act that used the teacher
 * @param party id of the party
 * @param licensor id of the party whose teacher it is
 * @param state what the terms say
 */
@Word(en = "the terms of a teacher model on distillation", zh = "教师模型关于蒸馏的条款")
public record TeacherTerms(
        String act,
        String party,
        String licensor,
        @OneOf("terms-state") String state) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getLicensor() {
        return licensor;
    }

    public String getState() {
        return state;
    }
}
