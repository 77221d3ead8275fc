package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenFile;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.ShippedFiles;
import dev.renderfarm.modelexport.golden.PackageProof;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small SDXL of random weights can stand for a real one in tests: it draws, edits, and agrees with its own record. */
class TinyStableDiffusionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithItsOwnGoldenRecord(WeightType type) throws IOException, InterruptedException {
        // Given
        ModelPackage tiny = export(type, folder.resolve("tiny"));
        PackageProof proof = new PackageProof(model -> PackagedModel.oneAtATime(model, DeviceSettings.DEFAULTS));
        proof.record(tiny, null, PackageProof.SEED, PackageProof.STEPS);
        ModelPackage recorded = ModelPackage.open(folder.resolve("tiny"));
        GoldenRecord record = Objects.requireNonNull(GoldenFile.in(recorded));
        List<Finding> findings = new ArrayList<>();
        // When
        proof.compare(recorded, record, findings::add);
        // Then
        assertThat(findings).hasSize(8).allSatisfy(finding -> assertThat(finding.agrees())
                .as(finding.toString())
                .isTrue());
        assertThat(record.pooled()).hasSize(16);
        assertThat(recorded.verify()).isEmpty();
        assertThat(recorded.manifest().schemaVersion()).isEqualTo(2);
        assertThat(recorded.manifest().family()).isEqualTo(ModelManifest.SDXL);
        assertThat(recorded.manifest().digest()).isEqualTo(tiny.manifest().digest());
    }

    @Test
    void shouldHaveTheSameDigestWhenItIsExportedAgain() throws IOException {
        ModelPackage once = export(WeightType.F32, folder.resolve("once"));
        ModelPackage again = export(WeightType.F32, folder.resolve("again"));
        assertThat(again.manifest().digest()).isEqualTo(once.manifest().digest());
    }

    private static ModelPackage export(WeightType type, Path target) throws IOException {
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles("tiny-sdxl"));
        new PackageExporter(type, Progress.NONE)
                .export(configuration, configuration.settings(), WeightOrigin.random(1), target);
        return ModelPackage.open(target);
    }
}
