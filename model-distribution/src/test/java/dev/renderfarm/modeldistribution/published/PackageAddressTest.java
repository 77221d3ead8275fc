package dev.renderfarm.modeldistribution.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageAddressTest {

    @ParameterizedTest
    @CsvSource({
        "s3://shop/models/turbo, shop, models/turbo",
        "s3://shop/models/turbo/, shop, models/turbo",
        "s3://shop, shop, ''",
        "s3://shop/, shop, ''"
    })
    void shouldTellBucketAndPrefixWhenItIsAnAddress(String text, String bucket, String prefix) {
        assertThat(PackageAddress.parse(text)).isEqualTo(new PackageAddress(bucket, prefix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/models",
                "s3:///models",
                "s3://Shop/models",
                "s3://shop/../other",
                "s3://shop/a//b",
                "s3://shop/a\\b",
                "s3://shop/a b"
            })
    void shouldSayWhatToWriteWhenItIsNone(String text) {
        assertThatThrownBy(() -> PackageAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write s3://BUCKET/PREFIX");
    }

    @Test
    void shouldMakeKeysBelowItsPrefix() {
        // Given
        var address = PackageAddress.parse("s3://shop/models").below("turbo");
        // When
        String key = address.key("model.json");
        // Then
        assertThat(key).isEqualTo("models/turbo/model.json");
        assertThat(address).hasToString("s3://shop/models/turbo");
        assertThat(PackageAddress.parse("s3://shop").key("model.json")).isEqualTo("model.json");
    }
}
