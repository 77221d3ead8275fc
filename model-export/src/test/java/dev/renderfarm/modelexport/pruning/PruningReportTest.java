package dev.renderfarm.modelexport.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelexport.calibration.RelativeChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruningReportTest {

    private static final PruningReport REPORT = new PruningReport(
            0.5,
            3,
            1,
            List.of(new PruningReport.Layer(List.of(0, 2), List.of(1), List.of(0.5, 0.25, 0.75))),
            new PruningReport.Observed(2, 4, new ImageSize(64, 64), 1),
            new PruningReport.Count(3, 2),
            new PruningReport.Count(30, 20),
            new PruningReport.Seconds(2, 1),
            new RelativeChange(0.1, 0.2),
            new RelativeChange(0.1, 0.2));

    @TempDir
    Path folder;

    @Test
    void shouldBeReadAsItWasWrittenWhenAPackageHasOne() throws IOException {
        REPORT.write(folder);
        assertThat(PruningReport.ofPackage(folder)).contains(REPORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layers",
                "calibration",
                "parameters",
                "operations_per_step",
                "seconds_per_step",
                "velocity_change",
                "latents_change"
            })
    void shouldNameTheFieldWhenItIsMissing(String field) throws IOException {
        assertRefused("\"" + field + "\"", "\"other\"", field + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"dropped\":[1] | \"dropped\":[3]",
                "\"dropped\":[1] | \"dropped\":[-1]",
                "\"dropped\":[1] | \"dropped\":[2]",
                "\"dropped\":[1] | \"dropped\":[]",
                "\"dropped\":[1] | \"dropped\":[1,1]",
                "[0.5,0.25,0.75] | [0.5]"
            })
    void shouldRefuseWhenALayersHeadsAreNotThoseThatItHad(String from, String to) throws IOException {
        assertRefused(from, to, "a layer must keep or drop each of its ");
    }

    @Test
    void shouldRefuseWhenALayerLacksAList() throws IOException {
        assertRefused("\"entropies\"", "\"other\"", "a layer lacks kept, dropped or entropies");
    }

    private void assertRefused(String from, String to, String problem) throws IOException {
        String json = Json.string(REPORT);
        assertThat(json).contains(from);
        Files.writeString(folder.resolve(ModelManifest.PRUNING_REPORT), json.replace(from, to));
        assertThatThrownBy(() -> PruningReport.ofPackage(folder))
                .isInstanceOf(PruningException.class)
                .hasMessageContaining("pruning.json: not a report")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("export the package again");
    }
}
