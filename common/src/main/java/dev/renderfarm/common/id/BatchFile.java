package dev.renderfarm.common.id;

/** The files that a batch leaves when it ends. */
public enum BatchFile {
    /** One OpenAI batch output line per request of which a picture succeeded, with all that did. */
    OUTPUT("output.jsonl", "application/jsonl"),
    /** One OpenAI batch output line per request of which a picture did not. */
    ERRORS("errors.jsonl", "application/jsonl"),
    /** One row per picture, by SKU, for people and spreadsheets. */
    MANIFEST("manifest.csv", "text/csv; charset=utf-8");

    private final String fileName;
    private final String contentType;

    BatchFile(String fileName, String contentType) {
        this.fileName = fileName;
        this.contentType = contentType;
    }

    public String fileName() {
        return fileName;
    }

    public String contentType() {
        return contentType;
    }
}
