package dev.renderfarm.cli.api;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** A {@code multipart/form-data} body (RFC 7578) of one text field and one file, which is streamed from disk. */
record Multipart(String boundary, BodyPublisher body) {

    /** @param boundary not part of the file: a random one will do */
    static Multipart of(String boundary, String field, String value, Path file, String filename)
            throws FileNotFoundException {
        String head = part(boundary, "name=\"" + field + "\"")
                + "\r\n" + value + "\r\n"
                + part(boundary, "name=\"file\"; filename=\"" + quotable(filename) + "\"")
                + "Content-Type: application/octet-stream\r\n\r\n";
        String tail = "\r\n--" + boundary + "--\r\n";
        return new Multipart(
                boundary,
                BodyPublishers.concat(
                        BodyPublishers.ofString(head), BodyPublishers.ofFile(file), BodyPublishers.ofString(tail)));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    private static String part(String boundary, String disposition) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n";
    }

    /** As browsers do it. */
    private static String quotable(String filename) {
        return filename.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
