package dev.renderfarm.common.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureCodeTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeAnErrorToHttpAndToAShell(FailureCode code) {
        assertThat(code.httpStatus()).isBetween(400, 599);
        assertThat(code.exitCode()).isBetween(1, 125);
        assertThat(code.wireName()).matches("[a-z_]+");
    }

    @Test
    void shouldBeTriedAgainWhenOnlyTheWorkersAreKnownToHaveEnded() {
        assertThat(FailureCode.POISONED_TASK.retryable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotPromiseThatARetryHelpsWhenTheRequestIsAtFault(FailureCode code) {
        if (code.httpStatus() < 500) {
            assertThat(code.retryable()).isFalse();
        }
    }
}
