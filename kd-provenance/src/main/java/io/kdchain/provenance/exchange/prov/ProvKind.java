package io.kdchain.provenance.exchange.prov;

import java.util.Arrays;
import java.util.Optional;

/** Kind of a PROV statement: an element or a relation, in the order in which documents list them. */
public enum ProvKind {
    /** A thing. */
    ENTITY("entity", "", ""),
    /** An act. */
    ACTIVITY("activity", "", "prov:startTime prov:endTime"),
    /** Somebody or something that acts. */
    AGENT("agent", "", ""),
    /** An activity made an entity. */
    WAS_GENERATED_BY("wasGeneratedBy", "prov:entity prov:activity", "prov:time"),
    /** An activity used an entity. */
    USED("used", "prov:activity prov:entity", "prov:time"),
    /** An activity used something that another made. */
    WAS_INFORMED_BY("wasInformedBy", "prov:informed prov:informant", ""),
    /** An entity set off an activity. */
    WAS_STARTED_BY("wasStartedBy", "prov:activity prov:trigger prov:starter", "prov:time"),
    /** An entity ended an activity. */
    WAS_ENDED_BY("wasEndedBy", "prov:activity prov:trigger prov:ender", "prov:time"),
    /** An activity did away with an entity. */
    WAS_INVALIDATED_BY("wasInvalidatedBy", "prov:entity prov:activity", "prov:time"),
    /** An entity was made from another. */
    WAS_DERIVED_FROM(
            "wasDerivedFrom", "prov:generatedEntity prov:usedEntity prov:activity prov:generation prov:usage", ""),
    /** An agent answers for an entity. */
    WAS_ATTRIBUTED_TO("wasAttributedTo", "prov:entity prov:agent", ""),
    /** An agent answers for an activity. */
    WAS_ASSOCIATED_WITH("wasAssociatedWith", "prov:activity prov:agent prov:plan", ""),
    /** An agent acts for another. */
    ACTED_ON_BEHALF_OF("actedOnBehalfOf", "prov:delegate prov:responsible prov:activity", ""),
    /** Something had to do with something. */
    WAS_INFLUENCED_BY("wasInfluencedBy", "prov:influencee prov:influencer", ""),
    /** An entity is another in more detail. */
    SPECIALIZATION_OF("specializationOf", "prov:specificEntity prov:generalEntity", ""),
    /** Two entities are of one thing. */
    ALTERNATE_OF("alternateOf", "prov:alternate1 prov:alternate2", ""),
    /** A collection holds an entity. */
    HAD_MEMBER("hadMember", "prov:collection prov:entity", ""),
    /** An entity is one that another bundle speaks of. */
    MENTION_OF("mentionOf", "prov:specificEntity prov:generalEntity prov:bundle", "");

    private final String member;
    /** Names, each between spaces. */
    private final String references;

    private final String times;

    ProvKind(String member, String references, String times) {
        this.member = member;
        this.references = " " + references + " ";
        this.times = " " + times + " ";
    }

    /** Name of the member of a document that holds such statements. */
    public String member() {
        return member;
    }

    /** Whether the attribute names another statement of the document. */
    boolean isReference(String attribute) {
        return references.contains(" " + attribute + " ");
    }

    /** Whether the attribute is a moment. */
    boolean isTime(String attribute) {
        return times.contains(" " + attribute + " ");
    }

    static Optional<ProvKind> of(String member) {
        return Arrays.stream(values())
                .filter(kind -> kind.member.equals(member))
                .findFirst();
    }
}
