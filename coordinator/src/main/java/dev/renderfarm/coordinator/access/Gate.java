package dev.renderfarm.coordinator.access;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.failure.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides of a request whose it is. A right key is never shut out by wrong ones: a secret of 256 bits cannot
 * be guessed, and whoever shares an address with a guesser would be locked out with him.
 */
public final class Gate {

    private static final String BEARER = "bearer ";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
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

    /** What came, if it has the form of a signed token, of which somebody else knows whether it is good. */
    public static Optional<String> token(Attempt attempt) {
        List<String> given = attempt.authorizations();
        return given.size() != 1
                ? Optional.empty()
                : Optional.of(bearer(given.get(0)))
                        .filter(text -> TOKEN.matcher(text).matches());
    }

    /**
     * Decides of a request that has a token.
     *
     * @param verified what its claims come to; empty where it is not good
     */
    public AccessDecision decide(Attempt attempt, Optional<AccessDecision> verified) {
        if (!keyed && attempt.local()) {
            return verified.filter(AccessDecision.Admitted.class::isInstance)
                    .orElseGet(() -> new AccessDecision.Admitted(Caller.LOCAL));
        }
        if (verified.isEmpty()) {
            return wrong(
                    attempt,
                    Optional.empty(),
                    "the token is not one of the issuer and audience that this farm trusts, or it has expired: get another"
                            + " one, or send an API key");
        }
        return verified.get() instanceof AccessDecision.Admitted admitted ? paced(admitted.caller()) : verified.get();
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
            return wrong(
                    attempt,
                    secret,
                    secret.isEmpty()
                            ? "what came is no API key of a farm, which begins with rf_" + MEND
                            : "the API key is not one of this farm, or it has expired or was revoked" + MEND);
        }
        return given.isEmpty() && attempt.changes() && !attempt.ownPage()
                ? new AccessDecision.Refused(
                        FailureCode.FORBIDDEN,
                        "a session changes things for pages of the farm alone: programs send the header Authorization")
                : paced(caller.get());
    }

    private AccessDecision paced(Caller caller) {
        return requests.take(caller.account())
                .<AccessDecision>map(after -> new AccessDecision.Refused(
                        FailureCode.RATE_LIMIT_EXCEEDED,
                        "there are more requests with this key than the farm takes at a time: send fewer",
                        after))
                .orElseGet(() -> new AccessDecision.Admitted(caller));
    }

    private AccessDecision wrong(Attempt attempt, Optional<KeySecret> secret, String problem) {
        Optional<Duration> tooMany = wrongKeys
                .take(attempt.address())
                .or(() -> secret.flatMap(known -> wrongKeys.take(known.id().value())));
        return tooMany.map(after -> new AccessDecision.Refused(
                        FailureCode.RATE_LIMIT_EXCEEDED, "too many wrong API keys came from here: wait", after))
                .orElseGet(() -> new AccessDecision.Refused(FailureCode.INVALID_API_KEY, problem));
    }

    /** What stands after the scheme; something that is no key where there is none of these. */
    private static String bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }
}
