package io.kdchain.core.trace.chain;

/**
 * A chain on trial: what each stage handed on, what is said of it, and the stages as they can be done again.
 *
 * @param works the stages as they are
 * @param declared what is said of them
 */
public record SuspectChain(
        PreparedRows data,
        TracedModel teacher,
        Distilled distilled,
        TracedModel adapted,
        Service service,
        ChainWorks works,
        Declarations declared) {

    /** Carries the stages out once, and takes what they hand on as what is on record. */
    public static SuspectChain run(ChainWorks works, Declarations declared) {
        PreparedRows data = works.prepare(0);
        TracedModel teacher = works.teach(data, 0);
        Distilled distilled = works.distil(data, teacher, 0);
        TracedModel adapted = works.adapt(data, distilled.student(), 0);
        return new SuspectChain(data, teacher, distilled, adapted, works.deploy(data, adapted, 0), works, declared);
    }
}
