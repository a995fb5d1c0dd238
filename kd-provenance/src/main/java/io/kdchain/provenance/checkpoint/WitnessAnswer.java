package io.kdchain.provenance.checkpoint;

/**
 * What a witness answers, in the terms of HTTP.
 *
 * @param status 200 cosigned, 400 no request, 403 not signed by the log, 404 unknown log, 409 another old size, 422 not
 *     consistent
 * @param contentType type of the body
 * @param body signature lines for 200, the size that the witness knows for 409, else a sentence
 */
public record WitnessAnswer(int status, String contentType, String body) {
    /** The checkpoint is cosigned. */
    public static final int COSIGNED = 200;
    /** The bytes are no request, or the old size is above the new. */
    public static final int BAD_REQUEST = 400;
    /** No signature of a known key of the log, or a false one. */
    public static final int FORBIDDEN = 403;
    /** The witness does not know the log. */
    public static final int NOT_FOUND = 404;
    /** The witness knows another size than the old one given. */
    public static final int CONFLICT = 409;
    /** The tree did not grow from the one known. */
    public static final int UNPROCESSABLE = 422;

    /** Type of the body of {@link #CONFLICT}. */
    public static final String SIZE = "text/x.tlog.size";

    private static final String TEXT = "text/plain; charset=utf-8";

    static WitnessAnswer text(int status, String body) {
        return new WitnessAnswer(status, TEXT, body + "\n");
    }
}
