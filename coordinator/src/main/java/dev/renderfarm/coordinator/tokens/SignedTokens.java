package dev.renderfarm.coordinator.tokens;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Looks at signature, issuer, audience and times of tokens. Signed has to be with the private part of a key that the issuer
 * publishes: neither no signature nor one by a shared secret counts, whatever a token says of itself. Safe for several threads.
 */
public final class SignedTokens {

    /** By how much clocks may differ. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final AlgorithmConstraints PUBLIC = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    private final String issuer;
    private final List<String> audiences;
    private final IssuerKeys keys;
    private final InstantSource clock;

    /** @param audiences of which a token has to be for one */
    public SignedTokens(String issuer, List<String> audiences, IssuerKeys keys, InstantSource clock) {
        this.issuer = issuer;
        this.audiences = List.copyOf(audiences);
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Claims of a token that is good; empty of any other. May wait for the issuer, some seconds.
     *
     * @throws IssuerUnavailableException if only the issuer could tell, and does not
     */
    public Optional<Map<String, Object>> claims(String token) throws InterruptedException, IssuerUnavailableException {
        try {
            return Optional.of(claims(token, keys.all()));
        } catch (InvalidJwtException e) {
            return isOfAnUnknownKey(e) ? claimsOfANewKey(token) : Optional.empty();
        }
    }

    private Optional<Map<String, Object>> claimsOfANewKey(String token)
            throws InterruptedException, IssuerUnavailableException {
        try {
            return Optional.of(claims(token, keys.renewed()));
        } catch (InvalidJwtException e) {
            if (keys.isAway() && isOfAnUnknownKey(e) && isGoodButForItsSignature(token)) {
                throw new IssuerUnavailableException(issuer);
            }
            return Optional.empty();
        }
    }

    private boolean isGoodButForItsSignature(String token) {
        try {
            JwtContext found = expected().setSkipSignatureVerification().build().process(token);
            PUBLIC.checkConstraint(found.getJoseObjects().get(0).getAlgorithmHeaderValue());
            return true;
        } catch (InvalidJwtException | InvalidAlgorithmException e) {
            return false;
        }
    }

    private Map<String, Object> claims(String token, List<JsonWebKey> known) throws InvalidJwtException {
        JwtConsumer consumer = expected()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(known))
                .build();
        return consumer.processToClaims(token).getClaimsMap();
    }

    private JwtConsumerBuilder expected() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(PUBLIC)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audiences.toArray(String[]::new))
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds((int) SKEW.toSeconds())
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.instant().toEpochMilli()));
    }

    private static boolean isOfAnUnknownKey(InvalidJwtException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvableKeyException) {
                return true;
            }
        }
        return false;
    }
}
