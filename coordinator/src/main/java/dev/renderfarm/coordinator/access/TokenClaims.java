package dev.renderfarm.coordinator.access;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose a token is, by claims of which somebody has seen that they are its issuer's. A claim is named as it stands, or by the
 * way to it, as {@code realm_access/roles}.
 */
public final class TokenClaims {

    /**
     * Which claims tell what.
     *
     * @param name for people
     * @param tenant a text
     * @param roles texts, in a list or divided by spaces; the highest counts
     * @param otherwise the tenant of tokens that name none; null is that they are refused
     */
    public record Names(
            String name,
            String tenant,
            String roles,
            @Nullable TenantName otherwise) {}

    private static final int LONGEST_SUBJECT = 255;

    private final Names names;
    private final Map<String, Role> roles;

    /**
     * @param roles each as {@code WORD=ROLE}: what stands in tokens, and which role that is; where there are none roles stand
     *     in tokens by their own names
     * @throws IllegalArgumentException if one is not readable
     */
    public TokenClaims(Names names, List<String> roles) {
        this.names = names;
        this.roles = roles.isEmpty() ? ownNames() : named(roles);
    }

    private static Map<String, Role> ownNames() {
        Map<String, Role> own = new LinkedHashMap<>();
        Arrays.stream(Role.values()).forEach(role -> own.put(role.wireName(), role));
        return own;
    }

    private static Map<String, Role> named(List<String> entries) {
        Map<String, Role> named = new LinkedHashMap<>();
        for (String entry : entries) {
            int end = entry.lastIndexOf('=');
            if (end < 1) {
                throw new IllegalArgumentException("renderfarm.access.oidc.roles has \"" + entry
                        + "\": write WORD=ROLE, such as render-team=submitter");
            }
            try {
                named.put(
                        entry.substring(0, end).strip(),
                        Role.named(entry.substring(end + 1).strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "renderfarm.access.oidc.roles has \"" + entry + "\": " + e.getMessage(), e);
            }
        }
        return named;
    }

    /** Refused is whoever has a good token and no role or tenant here. */
    public AccessDecision decide(Map<?, ?> claims) {
        Optional<String> subject = text(claims.get("sub")).filter(text -> text.length() <= LONGEST_SUBJECT);
        Optional<Role> role = role(claims);
        if (subject.isEmpty()) {
            return refused("the token names no subject, sub, of at most " + LONGEST_SUBJECT + " characters");
        }
        if (role.isEmpty()) {
            return refused("the token has no role of this farm in its claim " + names.roles()
                    + ": ask whoever gives them, or the farm's operator for renderfarm.access.oidc.roles");
        }
        Optional<TenantName> tenant;
        try {
            tenant = text(find(claims, names.tenant())).map(TenantName::new);
        } catch (IllegalArgumentException e) {
            return refused("the token's claim " + names.tenant() + " is no name of a tenant, which matches "
                    + TenantName.SYNTAX);
        }
        @Nullable TenantName otherwise = names.otherwise();
        if (tenant.isEmpty() && otherwise == null && role.get() != Role.ADMIN) {
            return refused("the token names no tenant in its claim " + names.tenant()
                    + ": ask whoever gives them, or the farm's operator for renderfarm.access.oidc.tenant");
        }
        return new AccessDecision.Admitted(Caller.ofToken(
                subject.get(),
                shortened(text(find(claims, names.name())).orElse(subject.get())),
                tenant.orElse(otherwise == null ? TenantName.DEFAULT : otherwise),
                role.get(),
                end(claims)));
    }

    private Optional<Role> role(Map<?, ?> claims) {
        return texts(find(claims, names.roles()))
                .flatMap(word -> Stream.ofNullable(roles.get(word)))
                .max(Role::compareTo);
    }

    /** Whoever verified it has seen to it that there is one. */
    private static Instant end(Map<?, ?> claims) {
        return claims.get("exp") instanceof Number seconds
                ? Instant.ofEpochSecond(Math.max(0, Math.min(seconds.longValue(), Instant.MAX.getEpochSecond())))
                : Instant.EPOCH;
    }

    private static @Nullable Object find(Map<?, ?> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        @Nullable Object found = claims;
        for (String part : name.split("/")) {
            found = found instanceof Map<?, ?> inner ? inner.get(part) : null;
        }
        return found;
    }

    private static Optional<String> text(@Nullable Object claim) {
        return claim instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static Stream<String> texts(@Nullable Object claim) {
        if (claim instanceof Collection<?> all) {
            return all.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return claim instanceof String text ? Stream.of(text.split("\\s+")) : Stream.empty();
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= KeyRequest.LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, KeyRequest.LONGEST_NAME));
    }

    private static AccessDecision refused(String message) {
        return new AccessDecision.Refused(FailureCode.FORBIDDEN, message);
    }
}
