package dev.renderfarm.common.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of licences that may be shipped with the farm, which {@code scripts/sbom} compares libraries with. */
class LicencesTest {

    private static final String LIST = "scripts/lib/licenses.txt";

    @Test
    void shouldAllowNoneThatBindsWhoShipsTheFarm() throws IOException {
        // Given
        List<String> lines = Files.readAllLines(Checkout.root().resolve(LIST)).stream()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        // Then
        assertThat(lines).contains("Apache-2.0").doesNotHaveDuplicates();
        assertThat(lines)
                .noneMatch(line -> line.matches("(.*[ (])?(AGPL|SSPL|BUSL)-.*"))
                .noneMatch(line -> line.matches("(.*[ (])?GPL-[^ ]*+(?! WITH ).*"));
    }
}
