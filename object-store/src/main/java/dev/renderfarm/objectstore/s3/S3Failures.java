package dev.renderfarm.objectstore.s3;

import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Says what it means that a call of the SDK failed: for logs, and for everyone. */
final class S3Failures {

    /** S3 and its like allow a quarter of an hour. */
    private static final Duration SUSPICIOUS = Duration.ofMinutes(10);

    private final URI endpoint;
    private final InstantSource clock;

    /** @param clock by which requests are signed */
    S3Failures(URI endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** @param what was to be done, for logs, as in {@code write KEY} */
    StorageException of(String what, Exception cause) {
        S3Answer answer = S3Answer.of(cause);
        String message =
                "cannot " + what + " at " + endpoint + " (" + answer.description() + "): " + cause.getMessage();
        if (answer.isOfFullStorage()) {
            return new StorageRefusedException(
                    Kind.FULL,
                    message,
                    "the storage is full (" + answer.description() + "): free some space or raise the quota",
                    cause);
        }
        if (answer.isOfCredentials() || answer.isOfClock() || answer.isOfPlace()) {
            return new StorageRefusedException(Kind.DENIED, message, denial(answer), cause);
        }
        if (answer.isPassing()) {
            return new StorageUnavailableException(message, trouble(answer), cause);
        }
        if (answer.isOfPermission()) {
            return new StorageRefusedException(Kind.DENIED, message, denial(answer), cause);
        }
        return new StorageRefusedException(
                Kind.OBJECT,
                message,
                "the storage does not take this object (" + answer.description() + "): its name, size or form",
                cause);
    }

    StorageUnavailableException noBucket(String bucket) {
        return new StorageUnavailableException(
                "there is no bucket " + bucket + " at " + endpoint,
                "the storage has no bucket of the name that is configured",
                null);
    }

    private static String trouble(S3Answer answer) {
        if (answer.status() == 0) {
            return "the storage does not answer";
        }
        return answer.code().equals("NoSuchBucket")
                ? "the storage has no bucket of the name that is configured"
                : "the storage is in trouble (" + answer.description() + "): its own log says why, as for a full disk";
    }

    private String denial(S3Answer answer) {
        return "the storage denies access (" + answer.description() + "): " + remedy(answer);
    }

    private String remedy(S3Answer answer) {
        if (answer.isOfClock() || deviation(answer).compareTo(SUSPICIOUS) > 0) {
            return clock(answer);
        }
        if (answer.isOfCredentials()) {
            return "access key or secret key are wrong or have expired";
        }
        if (answer.isOfPlace()) {
            return "region or endpoint are not those of the bucket";
        }
        return "the access key may not do this with the bucket";
    }

    /** Without a date in the answer it is not known how much. */
    private String clock(S3Answer answer) {
        Duration deviation = deviation(answer);
        if (deviation.toMinutes() == 0) {
            return "the clock of the machine that asks is off, set it";
        }
        Instant date = answer.date();
        return "the clock of the machine that asks is " + deviation.toMinutes() + " min "
                + (date != null && date.isBefore(clock.instant()) ? "ahead of" : "behind") + " the storage's, set it";
    }

    private Duration deviation(S3Answer answer) {
        Instant date = answer.date();
        return date == null
                ? Duration.ZERO
                : Duration.between(date, clock.instant()).abs();
    }
}
