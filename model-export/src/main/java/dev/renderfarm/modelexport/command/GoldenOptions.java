package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.golden.GoldenPrompt;
import dev.renderfarm.modelexport.golden.PackageProof;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of {@code farm model export} about the golden record. */
final class GoldenOptions {

    /** Running so much takes no more memory than writing a package of any size does. */
    private static final long SMALL = 256L << 20;

    private static final double GIGABYTE = 1e9;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--golden",
            negatable = true,
            description =
                    "Run the new package on one prompt and keep what its networks give, for `farm model verify`. Done"
                            + " unasked where all weights together have no more than 256 MiB: a larger package needs "
                            + "memory for its"
                            + " largest network.")
    private @Nullable Boolean wanted;

    @Option(
            names = "--golden-prompt",
            paramLabel = "TEXT",
            description = "Prompt of the golden record; implies --golden (default: " + PackageProof.PROMPT + ").")
    private @Nullable String prompt;

    /**
     * Checks what can be checked before there is a package.
     *
     * @throws dev.renderfarm.diffusion.golden.GoldenException if the prompt cannot be recorded
     */
    void check(CheckpointConfiguration checkpoint) {
        if (prompt != null && Boolean.FALSE.equals(wanted) && spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "--golden-prompt has no use with --no-golden; give one of them");
        }
        if (isAsked()) {
            GoldenPrompt.check(
                    prompt, checkpoint.tokenizer(), checkpoint.settings().tokenizer());
        }
    }

    /** Records where it is wanted, or says how it can be done. */
    void record(Path folder, PrintWriter out) throws IOException, InterruptedException {
        ModelPackage model = ModelPackage.open(folder);
        long bytes = PackageSize.of(model);
        if (isAsked() || (wanted == null && bytes <= SMALL)) {
            GoldenRecords.proof().record(model, prompt, PackageProof.SEED, PackageProof.STEPS);
        } else if (wanted == null) {
            out.printf(
                    Locale.ROOT,
                    "no golden record yet: `farm model golden %s` adds one; it takes memory for the largest of three "
                            + "networks,"
                            + " together %.1f GB%n",
                    folder,
                    bytes / GIGABYTE);
        }
    }

    private boolean isAsked() {
        return prompt != null || Boolean.TRUE.equals(wanted);
    }
}
