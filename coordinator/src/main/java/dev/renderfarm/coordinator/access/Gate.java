package dev.renderfarm.coordinator.access;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.failure.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides of a request whose it is. A right key is never shut out by wrong ones: a secret of 256 bits cannot
 * be guessed, and whoever shares an address with a guesser would be locked out with him.
 */
public final class Gate {

    private static final String BEARER = "bearer ";
    private static final String MEND =
            ": send the header Authorization with Bearer and an API key, as farm keys create" + " makes it";

    private final boolean keyed;
    private final Credentials credentials;
    private final RequestPace requests;
    private final RequestPace wrongKeys;

    /**
     * @param keyed whether a key is asked for at the farm's own machine too
     * @param requests of each key
     * @param wrongKeys from each address, and of each key
     */
    public Gate(boolean keyed, Credentials credentials, RequestPace requests, RequestPace wrongKeys) {
        this.keyed = keyed;
        this.credentials = credentials;
        this.requests = requests;
        this.wrongKeys = wrongKeys;
    }

    /** Whether a key is asked for whoever asks. */
    public boolean isKeyed() {
        return keyed;
    }

    public AccessDecision decide(Attempt attempt) {
        boolean keyless = !keyed && attempt.local();
        List<String> given = attempt.authorizations();
        if (given.size() > 1) {
            return new AccessDecision.Refused(
                    FailureCode.INVALID_API_KEY, "the header Authorization came " + given.size() + " times: send one");
        }
        String text = given.isEmpty() ? attempt.session() : bearer(given.get(0));
        Optional<KeySecret> secret = text == null ? Optional.empty() : KeySecret.parse(text);
        if (keyless) {
            return new AccessDecision.Admitted(
                    secret.flatMap(credentials::caller).orElse(Caller.LOCAL));
        }
        if (!credentials.areKnown()) {
            return new AccessDecision.Refused(
                    FailureCode.BROKER_UNAVAILABLE,
                    "the farm is starting and has not read its keys yet: try again in a moment",
                    Duration.ofSeconds(1));
        }
        if (given.isEmpty() && text == null) {
            return new AccessDecision.Refused(FailureCode.INVALID_API_KEY, "this farm asks for an API key" + MEND);
        }
        Optional<Caller> caller = secret.flatMap(credentials::caller);
        if (caller.isEmpty()) {
            return wrong(attempt, secret);
        }
        return given.isEmpty() && attempt.changes() && !attempt.ownPage()
                ? new AccessDecision.Refused(
                        FailureCode.FORBIDDEN,
                        "a session changes things for pages of the farm alone: programs send the header Authorization")
                : paced(caller.get());
    }

    private AccessDecision paced(Caller caller) {
        String name = String.valueOf(caller.parent() == null ? caller.key() : caller.parent());
        return requests.take(name)
                .<AccessDecision>map(after -> new AccessDecision.Refused(
                        FailureCode.RATE_LIMIT_EXCEEDED,
                        "there are more requests with this key than the farm takes at a time: send fewer",
                        after))
                .orElseGet(() -> new AccessDecision.Admitted(caller));
    }

    private AccessDecision wrong(Attempt attempt, Optional<KeySecret> secret) {
        Optional<Duration> tooMany = wrongKeys
                .take(attempt.address())
                .or(() -> secret.flatMap(known -> wrongKeys.take(known.id().value())));
        return tooMany.map(after -> new AccessDecision.Refused(
                        FailureCode.RATE_LIMIT_EXCEEDED, "too many wrong API keys came from here: wait", after))
                .orElseGet(() -> new AccessDecision.Refused(
                        FailureCode.INVALID_API_KEY,
                        secret.isEmpty()
                                ? "what came is no API key of a farm, which begins with rf_" + MEND
                                : "the API key is not one of this farm, or it has expired or was revoked" + MEND));
    }

    /** What stands after the scheme; something that is no key where there is none of these. */
    private static String bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }
}
