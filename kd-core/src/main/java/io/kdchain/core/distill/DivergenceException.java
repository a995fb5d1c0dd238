package io.kdchain.core.distill;

/** A training ran away: its loss or a weight is no finite number any more. */
public final class DivergenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long step;

    DivergenceException(long step, String batch, String reason) {
        super("The training diverged at step %d on the batch %s: %s".formatted(step, batch, reason));
        this.step = step;
    }

    /** The step, from 1. */
    public long step() {
        return step;
    }
}
