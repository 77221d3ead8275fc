package dev.renderfarm.objectstore.s3;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a server said instead of doing it. Codes are those of S3's error responses, of MinIO and of Ceph; where a proxy
 * answered in their place, or the answer has no body, the status tells.
 *
 * @param status of HTTP; 0 where there was no answer
 * @param code empty where there is none
 * @param date by the server's clock; null where it does not tell
 */
record S3Answer(int status, String code, @Nullable Instant date) {

    private static final S3Answer NONE = new S3Answer(0, "", null);

    /** What the SDK says of an answer that is not XML. */
    private static final Pattern STATUS = Pattern.compile("Response code: (\\d{3})");

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,60}");

    private static final Pattern FULL =
            Pattern.compile("Quota|StorageFull|StorageLimit|Insufficient(Storage|Capacity|Space)|(No|NotEnough)Space");

    /** Passed by a second try, whatever their status. */
    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "SlowDown",
            "SlowDownRead",
            "SlowDownWrite",
            "Throttling",
            "RequestLimitExceeded",
            "OperationAborted",
            "IncompleteBody",
            "BadDigest",
            "XAmzContentSHA256Mismatch",
            "NoSuchBucket",
            "NoSuchUpload",
            "ServiceUnavailable",
            "InternalError");

    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "InvalidClientTokenId");

    private static final Set<String> CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired");

    /** The server is another one than the settings say. */
    private static final Set<String> PLACE = Set.of(
            "AuthorizationHeaderMalformed", "PermanentRedirect", "Redirect", "TemporaryRedirect", "InvalidRegion");

    static S3Answer of(Exception problem) {
        if (problem instanceof ErrorResponseException error) {
            Response response = error.response();
            String code = String.valueOf(error.errorResponse().code());
            return new S3Answer(response.code(), CODE.matcher(code).matches() ? code : "", date(response));
        }
        if (problem instanceof ServerException error) {
            return new S3Answer(error.statusCode(), "", null);
        }
        if (problem instanceof InvalidResponseException) {
            Matcher status = STATUS.matcher(String.valueOf(problem.getMessage()));
            return status.find() ? new S3Answer(Integer.parseInt(status.group(1)), "", null) : NONE;
        }
        return NONE;
    }

    boolean isOfFullStorage() {
        return status == 507 || FULL.matcher(code).find();
    }

    boolean isPassing() {
        return status == 0
                || status == 404
                || status == 408
                || status == 409
                || status == 425
                || status == 429
                || (status >= 500 && status != 501)
                || PASSING.contains(code);
    }

    boolean isOfCredentials() {
        return CREDENTIALS.contains(code);
    }

    boolean isOfClock() {
        return CLOCK.contains(code);
    }

    boolean isOfPlace() {
        return (status >= 300 && status < 400) || PLACE.contains(code);
    }

    boolean isOfPermission() {
        return status == 401 || status == 403;
    }

    /** As in {@code AccessDenied, status 403}; empty where there was no answer. */
    String description() {
        return status == 0 ? "" : code.isEmpty() ? "status " + status : code + ", status " + status;
    }

    private static @Nullable Instant date(Response response) {
        String date = response.header("Date");
        try {
            return date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
