package dev.renderfarm.cli.api;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@code multipart/form-data} body (RFC 7578) of text fields and one file, which is streamed from disk. */
record Multipart(String boundary, BodyPublisher body) {

    /**
     * @param boundary not part of the file: a random one will do
     * @param fields by name, in order
     */
    static Multipart of(String boundary, Map<String, String> fields, Path file, String filename)
            throws FileNotFoundException {
        String texts = fields.entrySet().stream()
                .map(field -> part(boundary, "name=\"" + field.getKey() + "\"") + "\r\n" + field.getValue() + "\r\n")
                .collect(Collectors.joining());
        String head = texts
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
