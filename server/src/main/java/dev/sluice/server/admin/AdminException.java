package dev.sluice.server.admin;

/** What was asked for cannot be done; the message is for the operator. */
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private AdminException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Something that was named is not there. */
    static AdminException notFound(String message) {
        return new AdminException(404, message);
    }

    /** The request makes no sense. */
    static AdminException badRequest(String message) {
        return new AdminException(400, message);
    }

    /** It cannot be done now. */
    static AdminException conflict(String message) {
        return new AdminException(409, message);
    }

    /** The server did not do it. */
    static AdminException failed(String message) {
        return new AdminException(500, message);
    }

    /** Returns the HTTP status that says the same. */
    int status() {
        return status;
    }
}
