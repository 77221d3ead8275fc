package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.modelexport.golden.PackageProof;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model golden}. */
@Command(
        name = "golden",
        description = {
            "Puts a golden record into a model package, in place of the one that it has: what its networks give for "
                    + "one small"
                    + " picture. `farm model verify` compares with it.",
            "The networks are loaded one at a time: it needs memory for the largest."
        },
        mixinStandardHelpOptions = true)
final class GoldenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the package.")
    private Path folder;

    @ArgGroup(exclusive = true)
    private Source source = new Source();

    /** Made here, or elsewhere. */
    static final class Source {

        @ArgGroup(exclusive = false)
        private Picture picture = new Picture();

        @Option(
                names = "--from",
                paramLabel = "FILE",
                required = true,
                description = "Take another implementation's record; docs/model-package.md says what is in it.")
        private @Nullable Path file;
    }

    /** What is recorded. */
    static final class Picture {

        @Option(names = "--prompt", paramLabel = "TEXT", description = "Prompt (default: " + PackageProof.PROMPT + ").")
        private @Nullable String prompt;

        @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise (default: 1).")
        private long seed = PackageProof.SEED;

        @Option(names = "--steps", paramLabel = "N", description = "Steps (default: 4).")
        private int steps = PackageProof.STEPS;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelPackage opened = ModelPackage.open(folder);
        Path file = source.file;
        if (file != null) {
            GoldenRecord record = GoldenRecords.proof().adopt(opened, file);
            say("took the golden record by " + record.madeBy() + " from " + file + "; `farm model verify " + folder
                    + "` compares with it");
            return 0;
        }
        int most = opened.manifest().defaults().maxInferenceSteps();
        if (source.picture.steps < 1 || source.picture.steps > most) {
            throw new ParameterException(
                    spec.commandLine(), "--steps must be from 1 to " + most + ": " + source.picture.steps);
        }
        GoldenRecords.proof().record(opened, source.picture.prompt, source.picture.seed, source.picture.steps);
        say("recorded what the networks of " + folder + " give; `farm model verify " + folder + "` compares with it");
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(TerminalText.line(line));
    }
}
