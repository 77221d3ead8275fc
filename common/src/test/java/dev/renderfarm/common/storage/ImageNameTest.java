package dev.renderfarm.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

    /** The most that S3 takes for a key, in bytes. */
    private static final int LONGEST_KEY = 1_024;

    @ParameterizedTest
    @CsvSource({"MUG, mug", "ΣΑΣ, σας", "Straße, STRASSE", "cafe\u0301, CAFÉ", "می\u200cخواهم, میخواهم"})
    void shouldFoldAsFileSystemsDo(String name, String other) {
        assertThat(new ImageName(name).folded()).isEqualTo(new ImageName(other).folded());
    }

    @ParameterizedTest
    @CsvSource({"MUG, MUG-2", "শাড়ি, শড", "e, é"})
    void shouldTellApartWhatFileSystemsTellApart(String name, String other) {
        assertThat(new ImageName(name).folded()).isNotEqualTo(new ImageName(other).folded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0301a", "\u200da", "a\u200bb", "a\u202eb", "a\ufe0f/"})
    void shouldRefuseWhatBeginsWithAMarkOrHides(String name) {
        assertThatThrownBy(() -> new ImageName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadTheLongestNamesOfEarlierReleasesAndFitThemIntoAKey() {
        // Given
        ImageName longest = new ImageName("𠮷".repeat(120));
        // When
        String key = ObjectKeys.imageMetadata(new BatchId("batch_" + "0".repeat(48)), longest);
        // Then
        assertThat(TextCut.bytes(key)).isLessThan(LONGEST_KEY);
        assertThatThrownBy(() -> new ImageName("x".repeat(121))).isInstanceOf(IllegalArgumentException.class);
    }
}
