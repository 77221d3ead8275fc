package dev.renderfarm.tracing.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class LoggedKeysTest {

    @Test
    void shouldFindTheIdsAndTheBatchOfATask() {
        assertThat(LoggedKeys.of("taskId=batch_1/7 attempt=2 code=render_failed detail=no such=thing attempt failed"))
                .containsExactly(
                        entry("taskId", "batch_1/7"),
                        entry("attempt", "2"),
                        entry("code", "render_failed"),
                        entry("batchId", "batch_1"));
    }

    @Test
    void shouldTakeTheFirstOfAKeyAndNoPartOfAWord() {
        assertThat(LoggedKeys.of("batchId=batch_1 problem=it said batchId=batch_2 and http://s3/?topic=x"))
                .containsExactly(entry("batchId", "batch_1"));
    }

    @Test
    void shouldFindNothingInASentence() {
        assertThat(LoggedKeys.of("ready")).isEmpty();
    }
}
