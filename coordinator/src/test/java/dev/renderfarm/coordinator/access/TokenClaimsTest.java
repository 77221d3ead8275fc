package dev.renderfarm.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

    private static final TokenClaims.Names NAMES = new TokenClaims.Names("sub", "tenant", "realm_access/roles", null);
    private static final Map<String, Object> RIGHT = Map.of(
            "sub",
            "anna",
            "exp",
            1_800_000_000,
            "tenant",
            "shop-a",
            "realm_access",
            Map.of("roles", List.of("offline_access", "viewer", "submitter")));

    private final TokenClaims claims = new TokenClaims(NAMES, List.of());

    @Test
    void shouldTakeSubjectTenantAndTheHighestRole() {
        assertThat(callers(claims, RIGHT))
                .containsExactly(Caller.ofToken(
                        "anna",
                        "anna",
                        new TenantName("shop-a"),
                        Role.SUBMITTER,
                        Instant.ofEpochSecond(1_800_000_000)));
    }

    @Test
    void shouldReadRolesByTheOperatorsWordsAlone() {
        var named = new TokenClaims(NAMES, List.of("render=team = operator", "offline_access=viewer"));
        assertThat(callers(named, RIGHT)).extracting(Caller::role).containsExactly(Role.VIEWER);
        assertThat(callers(named, with("realm_access", Map.of("roles", "x render=team"))))
                .extracting(Caller::role)
                .containsExactly(Role.OPERATOR);
        var spaced = new TokenClaims(NAMES, List.of("render-team = operator"));
        assertThat(callers(spaced, with("realm_access", Map.of("roles", "x render-team"))))
                .extracting(Caller::role)
                .containsExactly(Role.OPERATOR);
        assertThat(callers(spaced, RIGHT)).isEmpty();
    }

    @Test
    void shouldTakeAnEndThatIsFurtherThanTimeGoes() {
        assertThat(callers(claims, with("exp", Long.MAX_VALUE)))
                .extracting(Caller::expiresAt)
                .containsExactly(Instant.ofEpochSecond(Instant.MAX.getEpochSecond()));
    }

    @Test
    void shouldFindAClaimWhoseNameHasSlashes() {
        var names = new TokenClaims.Names("name", "https://shop.example/tenant", "https://shop.example/role", null);
        Map<String, Object> found = Map.of(
                "sub",
                "17",
                "name",
                "Anna",
                "exp",
                1,
                "https://shop.example/tenant",
                "shop-b",
                "https://shop.example/role",
                "admin");
        assertThat(callers(new TokenClaims(names, List.of()), found))
                .singleElement()
                .satisfies(caller -> {
                    assertThat(caller.name()).isEqualTo("Anna");
                    assertThat(caller.subject()).isEqualTo("17");
                    assertThat(caller.tenant()).isEqualTo(new TenantName("shop-b"));
                    assertThat(caller.role()).isEqualTo(Role.ADMIN);
                });
    }

    @Test
    void shouldGiveTokensWithoutATenantTheOperatorsOneAndAdminsTheDefault() {
        var names = new TokenClaims.Names("sub", "none", "realm_access/roles", new TenantName("shop-z"));
        assertThat(callers(new TokenClaims(names, List.of()), RIGHT))
                .extracting(Caller::tenant)
                .containsExactly(new TenantName("shop-z"));
        Map<String, Object> admin = with("realm_access", Map.of("roles", List.of("admin")));
        admin.remove("tenant");
        assertThat(callers(claims, admin)).extracting(Caller::tenant).containsExactly(TenantName.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "tenant", "realm_access"})
    void shouldRefuseWhoeverLacksAClaim(String name) {
        Map<String, Object> lacking = with("x", "y");
        lacking.remove(name);
        assertThat(callers(claims, lacking)).isEmpty();
    }

    @Test
    void shouldRefuseClaimsOfAnotherForm() {
        assertThat(callers(claims, with("tenant", "Shop A!"))).isEmpty();
        assertThat(callers(claims, with("tenant", List.of("shop-a")))).isEmpty();
        assertThat(callers(claims, with("realm_access", "admin"))).isEmpty();
        assertThat(callers(claims, with("realm_access", Map.of("roles", Map.of("admin", true)))))
                .isEmpty();
        assertThat(callers(claims, with("realm_access", Map.of("roles", List.of(3, "ADMIN")))))
                .isEmpty();
        assertThat(callers(claims, with("sub", 17))).isEmpty();
        assertThat(callers(claims, with("sub", "x".repeat(256)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "=admin", "team=", "team=boss"})
    void shouldSayWhichRoleCannotBeRead(String entry) {
        assertThatThrownBy(() -> new TokenClaims(NAMES, List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("renderfarm.access.oidc.roles")
                .hasMessageContaining(entry);
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(RIGHT);
        changed.put(name, value);
        return changed;
    }

    private static List<Caller> callers(TokenClaims claims, Map<String, Object> found) {
        List<Caller> callers = new ArrayList<>();
        claims.decide(found).fold(admitted -> callers.add(admitted.caller()), refused -> {});
        return callers;
    }
}
