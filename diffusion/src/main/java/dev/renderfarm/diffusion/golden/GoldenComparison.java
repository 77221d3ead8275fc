package dev.renderfarm.diffusion.golden;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.RenderException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a package's networks give with a golden record. Every stage starts from what the record has before it,
 * so a stage that differs is to blame itself.
 */
public final class GoldenComparison {

    private final GoldenRun run;
    private final Tolerance tolerance;

    public GoldenComparison(GoldenRun run, ModelManifest manifest) {
        this.run = run;
        this.tolerance = Tolerance.of(manifest.dtype(), run.device());
    }

    /**
     * Runs all stages, also those after one that differs.
     *
     * @param tokenIds what the package's tokenizer makes of the record's prompt; null where one of them lacks
     * @param findings is told of each stage when it is done
     */
    public void compare(GoldenRecord record, int @Nullable [] tokenIds, Consumer<Finding> findings)
            throws InterruptedException {
        GoldenRequest request = record.request();
        Caption given = run.caption(record);
        if (tokenIds != null) {
            findings.accept(tokens(IntStream.of(tokenIds).boxed().toList(), request.tokenIds()));
        }
        findings.accept(Tolerance.NOISE.compare(GoldenStage.NOISE, run.noise(request), record.noise()));
        findings.accept(found(
                GoldenStage.CAPTION,
                () -> tolerance.compare(
                        GoldenStage.CAPTION, GoldenRun.numbers(run.caption(request)), GoldenRun.numbers(given))));
        findings.accept(found(
                GoldenStage.VELOCITY,
                () -> tolerance.compare(
                        GoldenStage.VELOCITY, run.velocity(request, record.noise(), given), record.velocity())));
        findings.accept(found(GoldenStage.LATENTS, () -> tolerance
                .over(request.steps())
                .compare(GoldenStage.LATENTS, run.latents(request, record.noise(), given), record.latents())));
        findings.accept(found(
                GoldenStage.PICTURE,
                () -> tolerance.compare(
                        GoldenStage.PICTURE, run.picture(request.shape(), record.latents()), record.picture())));
        GoldenEdit edit = record.edit();
        if (edit != null) {
            compareEdit(record, edit, findings);
        }
    }

    private void compareEdit(GoldenRecord record, GoldenEdit edit, Consumer<Finding> findings)
            throws InterruptedException {
        GoldenRequest request = record.request();
        findings.accept(found(
                GoldenStage.ENCODED,
                () -> tolerance.compare(
                        GoldenStage.ENCODED, run.encoded(request.shape(), record.picture()), edit.encoded())));
        findings.accept(found(GoldenStage.EDITED, () -> tolerance
                .over(run.editTable(request).length())
                .compare(
                        GoldenStage.EDITED,
                        run.edited(request, record.noise(), run.caption(record), edit.encoded()),
                        edit.edited())));
    }

    private static Finding tokens(List<Integer> found, List<Integer> expected) {
        boolean agrees = found.equals(expected);
        return new Finding(
                GoldenStage.TOKENS,
                agrees,
                agrees ? found.size() + " as recorded" : found + ", the record has " + "" + expected);
    }

    /** A network that breaks down differs, too. */
    private static Finding found(GoldenStage stage, Comparison comparison) throws InterruptedException {
        try {
            return comparison.run();
        } catch (RenderException e) {
            return new Finding(stage, false, String.valueOf(e.getMessage()));
        }
    }

    private interface Comparison {
        Finding run() throws InterruptedException;
    }
}
