package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.KdException;

/** Ends the reading of a bundle at its first fault of form; never leaves this room. */
final class FaultFoundException extends KdException {
    private static final long serialVersionUID = 1L;

    private final transient BundleReport.Fault fault;

    FaultFoundException(BundleFault code, String pointer, String message) {
        super(message);
        this.fault = new BundleReport.Fault(code, pointer, message);
    }

    BundleReport.Fault fault() {
        return fault;
    }
}
