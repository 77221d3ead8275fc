package dev.renderfarm.modelexport.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.diffusion.sampling.FlowMatchEuler;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.calibration.CalibrationException;
import dev.renderfarm.modelexport.calibration.CalibrationPlan;
import dev.renderfarm.modelexport.calibration.CalibrationProgress;
import dev.renderfarm.modelexport.calibration.CalibrationPrompts;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.CheckpointFiles;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.export.Component;
import dev.renderfarm.modelexport.export.GoldenPackage;
import dev.renderfarm.modelexport.export.GoldenTensors;
import dev.renderfarm.modelexport.export.LoadedModel;
import dev.renderfarm.modelexport.export.PackageExporter;
import dev.renderfarm.modelexport.export.Progress;
import dev.renderfarm.modelexport.export.TransformerExport;
import dev.renderfarm.modelexport.export.WeightOrigin;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the golden checkpoint: three layers of three heads of width 16. */
class PrunedTransformerTest {

    private static final int HEAD_DIM = 16;
    private static final int WIDTH = 32;
    private static final int CHANNELS = 16;
    private static final CalibrationPlan PLAN = new CalibrationPlan(
            List.of(new int[] {3, 141, 59, 26}, new int[] {5, 35, 89, 79, 32, 38}),
            FlowMatchEuler.table(2, 3),
            new ImageSize(64, 96));

    @TempDir
    static Path folder;

    private static CheckpointConfiguration configuration;
    private static WeightOrigin weights;
    private static ModelPackage pruned;

    @BeforeAll
    static void exportPruned() throws IOException {
        Path checkpoint = GoldenPackage.layOut(folder.resolve("checkpoint"));
        configuration = CheckpointConfiguration.read(new FolderFiles(checkpoint));
        weights = WeightOrigin.ofFolder(checkpoint);
        pruned = export("pruned", weights, pruning(0.35, CalibrationProgress.NONE));
    }

    @Test
    void shouldComputeWhatTheWholeTransformerDoesWhenTheDroppedHeadsAddNothing() throws IOException {
        // Given
        KeptHeads heads = keptIn(pruned);
        assertThat(heads.dropped()).isEqualTo(3);
        ModelPackage masked = export(
                "masked",
                (component, parameters) -> {
                    TensorSource source = weights.open(component, parameters);
                    return component == Component.TRANSFORMER ? new MaskedHeads(source, heads, HEAD_DIM) : source;
                },
                TransformerExport.WHOLE);
        ModelPackage whole = export("whole", weights, TransformerExport.WHOLE);
        // When
        float[] fromPruned = denoise(pruned);
        // Then
        assertThat(difference(fromPruned, denoise(masked))).isLessThan(1e-5);
        assertThat(difference(fromPruned, denoise(whole))).isGreaterThan(1e-2);
        assertThat(bytes(pruned.denoiser())).isLessThan(bytes(whole.denoiser()));
    }

    @Test
    void shouldReportWhatWasDroppedAndWhatCameOfIt() throws IOException {
        // When
        PruningReport report = PruningReport.ofPackage(pruned.folder()).orElseThrow();
        // Then
        assertThat(report.fraction()).isEqualTo(0.35);
        assertThat(report.heads()).isEqualTo(9);
        assertThat(report.droppedHeads()).isEqualTo(3);
        assertThat(report.layers()).hasSize(3).allSatisfy(layer -> {
            assertThat(layer.kept()).isNotEmpty();
            assertThat(layer.kept().size() + layer.dropped().size()).isEqualTo(3);
            assertThat(layer.entropies()).hasSize(3).allMatch(entropy -> entropy > 0 && entropy <= 1);
        });
        // query, key, value and output: 4 · dim · width of a head
        assertThat(report.parameters().before() - report.parameters().after()).isEqualTo(3 * 4 * 48 * HEAD_DIM);
        assertThat(report.operationsPerStep().after())
                .isLessThan(report.operationsPerStep().before());
        assertThat(report.secondsPerStep().before()).isPositive();
        assertThat(report.secondsPerStep().after()).isPositive();
        assertThat(report.velocityChange().overall()).isGreaterThan(1e-3).isFinite();
        assertThat(report.latentsChange().worst())
                .isGreaterThanOrEqualTo(report.latentsChange().overall());
        assertThat(pruned.manifest().files()).containsKey(ModelManifest.PRUNING_REPORT);
        assertThat(pruned.verify()).isEmpty();
        assertThat(names(pruned.folder()))
                .containsExactlyInAnyOrder(
                        "model.json",
                        "pruning.json",
                        "tokenizer.json",
                        "text_encoder",
                        "transformer",
                        "vae_decoder",
                        "vae_encoder");
    }

    @Test
    void shouldHaveTheSameDigestWhenTheSameHeadsAreDroppedAgain() throws IOException {
        ModelPackage second = export("second", weights, pruning(0.35, CalibrationProgress.NONE));
        assertThat(second.manifest().digest()).isEqualTo(pruned.manifest().digest());
    }

    @Test
    void shouldLeaveNothingWhenCalibrationBreaksOff() throws IOException {
        CalibrationProgress breaksOff = (stage, prompts, total) -> {
            throw new IllegalStateException("the power went out");
        };
        assertThatThrownBy(() -> export("broken", weights, pruning(0.5, breaksOff)))
                .hasMessage("the power went out");
        assertThat(names(folder)).noneMatch(name -> name.contains("broken"));
    }

    @Test
    void shouldRefuseBeforehandWhatCannotBeDone() {
        CalibrationPrompts prompts = CalibrationPrompts.builtIn();
        assertThatThrownBy(() -> pruning(0.1, CalibrationProgress.NONE))
                .isInstanceOf(PruningException.class)
                .hasMessageContaining("0.1 of 9 heads is less than one head; give at least 1/9");
        // the tokenizer is another model's
        assertThatThrownBy(() -> CalibrationPlan.of(prompts, configuration))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("the text encoder has only 256");
        CheckpointConfiguration withoutTokenizer = CheckpointConfiguration.read(withoutTokenizer());
        assertThatThrownBy(() -> CalibrationPlan.of(prompts, withoutTokenizer))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("tokenizer.json is missing");
    }

    private static CheckpointFiles withoutTokenizer() {
        var all = new FolderFiles(folder.resolve("checkpoint"));
        return new CheckpointFiles() {
            @Override
            public Optional<byte[]> read(String path) {
                return path.equals(CheckpointConfiguration.TOKENIZER) ? Optional.empty() : all.read(path);
            }

            @Override
            public String describe(String path) {
                return all.describe(path);
            }
        };
    }

    private static PrunedTransformer pruning(double fraction, CalibrationProgress progress) {
        return new PrunedTransformer(
                new HeadFraction(fraction), configuration.zImage().transformer(), PLAN, progress);
    }

    private static ModelPackage export(String name, WeightOrigin origin, TransformerExport transformer)
            throws IOException {
        Path target = folder.resolve(name);
        new PackageExporter(WeightType.F32, Progress.NONE)
                .export(configuration, configuration.settings(), origin, transformer, target);
        return ModelPackage.open(target);
    }

    private static KeptHeads keptIn(ModelPackage pruned) {
        PruningReport report = PruningReport.ofPackage(pruned.folder()).orElseThrow();
        return new KeptHeads(
                3, report.layers().stream().map(PruningReport.Layer::kept).toList());
    }

    /** Two samples whose captions differ in length, so that a part of the keys is masked. */
    private static float[] denoise(ModelPackage opened) throws IOException {
        try (LoadedModel model = new LoadedModel(opened);
                GoldenTensors golden = new GoldenTensors("dit_a_io.safetensors")) {
            float[] captions = new float[2 * 40 * WIDTH];
            float[] longer = golden.floats("batch.cap0");
            float[] shorter = golden.floats("batch.cap1");
            System.arraycopy(longer, 0, captions, 0, longer.length);
            System.arraycopy(shorter, 0, captions, 40 * WIDTH, shorter.length);
            float[] latents = new float[2 * 8 * 8 * CHANNELS];
            for (int i = 0; i < latents.length; i++) {
                latents[i] = (float) Math.sin(i);
            }
            return model.denoise(
                    latents,
                    new long[] {2, 8, 8, CHANNELS},
                    golden.floats("batch.t"),
                    captions,
                    new long[] {2, 40, WIDTH},
                    40,
                    5);
        }
    }

    private static double difference(float[] a, float[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < b.length; i++) {
            difference += Math.pow((double) a[i] - b[i], 2);
            norm += Math.pow(b[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
