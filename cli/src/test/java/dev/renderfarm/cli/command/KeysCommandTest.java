package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.access.DeletedKey;
import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KeysCommandTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final KeySecret SECRET = KeySecret.random(new Random(1));
    private static final KeyView KEY = new KeyView(
            new KeyId("key_0123456789abcdef"),
            "Spring shop",
            new TenantName("shop-a"),
            Role.SUBMITTER,
            NOON,
            null,
            NOON.plusSeconds(60),
            null,
            null,
            null);

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldListKeysWithWhatBecameOfThem() {
        farm.on("GET /v1/keys", ListView.of(List.of(KEY), KeyView::id, false));
        assertThat(console.run("keys")).isZero();
        assertThat(console.out().toString())
                .contains("key_0123456789abcdef  Spring shop  shop-a  submitter  revoked  2026-01-02T12:00:00Z");
    }

    @Test
    void shouldPrintAKeyThatIsMadeAndNothingElse() {
        // Given
        farm.on("POST /v1/keys", KEY.with(SECRET));
        // When
        int exitCode = console.run("keys", "create", "--name", "Spring shop", "--role", "submitter", "--days", "2");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString(SECRET.text() + "\n");
        assertThat(farm.requests().get(0).body())
                .isEqualTo("{\"name\":\"Spring shop\",\"role\":\"submitter\",\"expires_after\":172800}");
    }

    @Test
    void shouldRevokeAKey() {
        farm.on("DELETE /v1/keys/" + KEY.id(), new DeletedKey(KEY.id()));
        assertThat(console.run("keys", "revoke", KEY.id().value())).isZero();
        assertThat(console.out()).hasToString(KEY.id() + " is revoked\n");
    }

    @Test
    void shouldTellWhoDidWhat() {
        // Given
        AuditEntry entry = new AuditEntry(
                NOON,
                KEY.tenant(),
                KEY.id(),
                "Spring shop",
                Role.SUBMITTER,
                "10.0.0.7",
                "POST /v1/batches/{id}/cancel",
                "/v1/batches/batch_1/cancel",
                200,
                "req_1");
        farm.on("GET /v1/audit?limit=100&tenant=shop-a", ListView.of(List.of(entry), AuditEntry::requestId, false));
        // When
        int exitCode = console.run("audit", "--tenant", "shop-a");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString())
                .contains("shop-a  Spring shop (key_0123456789abcdef)  submitter  10.0.0.7  200     POST"
                        + " /v1/batches/batch_1/cancel  req_1");
    }

    @Test
    void shouldDrawAKeyWithoutAFarm() {
        assertThat(console.run("keys", "generate")).isZero();
        assertThat(KeySecret.parse(console.out().toString().strip())).isPresent();
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldSayThatAKeyIsWantedByAnExitCodeOfItsOwn() {
        farm.onError("GET /v1/keys", 401, "invalid_api_key", "this farm asks for an API key");
        assertThat(console.run("keys")).isEqualTo(13);
        assertThat(console.err().toString()).contains("this farm asks for an API key");
    }

    @Test
    void shouldNameTheRolesThereAre() {
        assertThat(console.run("keys", "create", "--name", "x", "--role", "root"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("viewer, submitter, operator, admin");
    }
}
