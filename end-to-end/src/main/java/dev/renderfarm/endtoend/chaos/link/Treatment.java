package dev.renderfarm.endtoend.chaos.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;

/**
 * What becomes of requests to a bucket.
 *
 * @param delay before anything is done with them
 * @param status of a refusal; 0 where nothing is refused
 * @param code of a refusal, as S3 gives it
 */
public record Treatment(Deed deed, Duration delay, int status, String code) {

    public static final Treatment PASS = new Treatment(Deed.PASS, Duration.ZERO, 0, "");
    public static final Treatment BREAK_PUTS = new Treatment(Deed.BREAK_PUT, Duration.ZERO, 0, "");
    public static final Treatment LOSE_ANSWERS = new Treatment(Deed.LOSE_ANSWER, Duration.ZERO, 0, "");

    /** What is done. */
    enum Deed {
        PASS,
        REFUSE,
        BREAK_PUT,
        LOSE_ANSWER
    }

    public static Treatment refusing(int status, String code) {
        return new Treatment(Deed.REFUSE, Duration.ZERO, status, code);
    }

    public static Treatment slow(Duration delay) {
        return new Treatment(Deed.PASS, delay, 0, "");
    }

    byte[] refusal(boolean isHead) {
        String body = "<Error><Code>" + code + "</Code><Message>said by the link</Message></Error>";
        return ("HTTP/1.1 " + status + " Refused\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + (isHead ? "" : body))
                .getBytes(ISO_8859_1);
    }
}
