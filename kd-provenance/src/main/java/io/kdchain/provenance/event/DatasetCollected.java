package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * Data was collected.
 *
 * @param method how
 * @param personal kind of personal data in it
 * @param robots what the site asked of robots; null means not stated
 * @param accounts kind of accounts used; null means not stated
 * @param licence null means not stated
 * @param records number of records; null means not stated
 */
@Act(role = Role.DATA_PROVIDER, stage = Stage.DATA)
public record DatasetCollected(
        Method method,
        Personal personal,
        @Nullable Robots robots,
        @Nullable Accounts accounts,
        @Nullable String licence,
        @Nullable Long records)
        implements EventBody {

    /** How data was come by. */
    public enum Method implements Coded {
        CRAWL,
        PURCHASE,
        USER_SUBMITTED,
        PUBLIC_RELEASE,
        SYNTHETIC,
        API_OUTPUT;
    }

    /** Kind of personal data. */
    public enum Personal implements Coded {
        NONE,
        ORDINARY,
        SENSITIVE;
    }

    /** Kind of accounts used to collect. */
    public enum Accounts implements Coded {
        GENUINE,
        FRAUDULENT;
    }

    /** What the site asked of robots. */
    public enum Policy implements Coded {
        ALLOWED,
        DISALLOWED,
        ABSENT;
    }

    /**
     * How the collector dealt with the wishes of a site.
     *
     * @param policy what the site asked
     * @param bypassed whether the collector went around it
     */
    public record Robots(Policy policy, boolean bypassed) {}
}
