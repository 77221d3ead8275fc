package dev.renderfarm.coordinator.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutCheckTest {

    private final LayoutCheck check = TestLayouts.of(new InMemoryObjectStore()).check();

    @Test
    void shouldTakeAsManyCorrectionsOfALineAsAnybodyWritesAndNoMore() {
        List<Correction> fifty = corrections(50);
        assertThat(of(fifty).corrections()).isEqualTo(fifty);
        assertThatThrownBy(() -> of(corrections(51)))
                .hasMessage("line 2 has more than 50 corrections: mend the file itself");
    }

    @Test
    void shouldRefuseTwoCorrectionsOfTheSameFieldOfALine() {
        assertThatThrownBy(() -> of(List.of(
                        new Correction(2, "Body Text", "a", null),
                        new Correction(3, "body_text", "b", null),
                        new Correction(2, "body_text", "c", null))))
                .hasMessage("corrections[2] says \"body_text\" of line 2 a second time: keep one");
    }

    private static List<Correction> corrections(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Correction(2, "column " + i, "x", null))
                .toList();
    }

    private Layout of(List<Correction> corrections) {
        return check.of(new BatchRequest.Options(null, null).laidOut(null, null, null, null, corrections));
    }
}
