package dev.renderfarm.common.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretTest {

    private final Random random = new Random(1);

    @Test
    void shouldBeKnownByItsSaltedHashAlone() {
        // Given
        KeySecret secret = KeySecret.random(random);
        // When
        KeyHash hash = secret.hash(random);
        // Then
        assertThat(hash.isOf(KeySecret.parse(secret.text()).orElseThrow())).isTrue();
        assertThat(hash.isOf(KeySecret.random(random))).isFalse();
        assertThat(secret.hash(random)).as("another salt").isNotEqualTo(hash);
        assertThat(hash.toString()).doesNotContain(secret.text());
    }

    @Test
    void shouldTellItsIdAndKeepItsTextToItself() {
        KeySecret secret = KeySecret.random(random);
        assertThat(secret.text())
                .matches(KeySecret.SYNTAX)
                .contains(secret.id().value().substring(4));
        assertThat(secret.toString()).doesNotContain(secret.text().substring(19));
    }

    @Test
    void shouldMissASecretThatDiffersInOneLetter() {
        KeySecret secret = KeySecret.random(random);
        KeyHash hash = secret.hash(random);
        String text = secret.text();
        char middle = text.charAt(40) == 'A' ? 'B' : 'A';
        String other = text.substring(0, 40) + middle + text.substring(41);
        assertThat(hash.isOf(KeySecret.parse(other).orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rf_", "sk-proj-abc", "rf_0123456789abcdef", "RF_0123456789abcdef", "none"})
    void shouldBeNoneWhereTheTextIsNone(String text) {
        assertThat(KeySecret.parse(text)).isEmpty();
    }

    @Test
    void shouldCoverWhatRolesBeforeMay() {
        assertThat(Role.ADMIN.covers(Role.VIEWER)).isTrue();
        assertThat(Role.OPERATOR.covers(Role.OPERATOR)).isTrue();
        assertThat(Role.SUBMITTER.covers(Role.OPERATOR)).isFalse();
        assertThatThrownBy(() -> Role.named("root")).hasMessageContaining("viewer, submitter, operator, admin");
    }
}
