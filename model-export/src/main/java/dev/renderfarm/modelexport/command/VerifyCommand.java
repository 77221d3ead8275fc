package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenFile;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.modelexport.golden.PackageProof;
import dev.renderfarm.modelpackage.folder.DamagedFile;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model verify}. */
@Command(
        name = "verify",
        description = {
            "Compares every file of a model package with its digest, then runs its networks on the prompt of its "
                    + "golden record"
                    + " and compares what each gives.",
            "The networks are loaded one at a time: it needs memory for the largest."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the package.")
    private Path folder;

    @Option(
            names = "--digests-only",
            description = "Do not run the networks, for a machine that cannot hold them or a package without a record.")
    private boolean digestsOnly;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelPackage opened = ModelPackage.open(folder);
        boolean verified = digestsAgree(opened) && (digestsOnly || networksAgree(opened));
        return verified ? 0 : FailureCode.INVALID_REQUEST.exitCode();
    }

    private boolean digestsAgree(ModelPackage opened) {
        List<DamagedFile> damaged = opened.verify();
        for (DamagedFile file : damaged) {
            err().println(TerminalText.line(file.path()) + ": " + file.damage().wireName());
        }
        if (!damaged.isEmpty()) {
            boolean recordOnly = damaged.stream().allMatch(DamagedFile::isMendedByRecording);
            err().println(
                            recordOnly
                                    ? "all else is as the manifest says: `farm model golden " + folder
                                            + "` records anew what the networks give"
                                    : "export the package again, or copy it again from where it came");
            return false;
        }
        out().println(opened.manifest().files().size() + " files as the manifest says, "
                + opened.manifest().digest());
        return true;
    }

    private boolean networksAgree(ModelPackage opened) throws IOException, InterruptedException {
        PackageProof proof = GoldenRecords.proof();
        GoldenRecord record = GoldenFile.in(opened);
        if (record == null) {
            err().println(folder + " has no golden record, so its networks were not run: `farm model golden " + folder
                    + "` records what they give now, --digests-only leaves them out");
            return false;
        }
        out().println(TerminalText.line(describe(opened, record)));
        List<Finding> different = new ArrayList<>();
        proof.compare(opened, record, finding -> {
            out().printf(
                            "%-9s %-13s %-6s %s%n",
                            finding.stage(),
                            finding.stage().part(),
                            finding.agrees() ? "ok" : "DIFFERS",
                            TerminalText.line(finding.detail()));
            if (!finding.agrees()) {
                different.add(finding);
            }
        });
        if (!different.isEmpty()) {
            err().println(different.stream()
                            .map(finding -> finding.stage().part() + " (" + finding.stage() + ")")
                            .collect(Collectors.joining(", "))
                    + " does not give what the golden record says");
        }
        return different.isEmpty();
    }

    private static String describe(ModelPackage opened, GoldenRecord record) {
        int scale = opened.manifest().latent().scale();
        var request = record.request();
        @Nullable String prompt = request.prompt();
        ImageSize size =
                new ImageSize(request.shape().width() * scale, request.shape().height() * scale);
        return "golden record by " + record.madeBy() + ": "
                + (prompt == null ? "" : "\"" + prompt + "\", ")
                + request.tokenIds().size() + " tokens, seed " + request.seed() + ", " + size + ", " + request.steps()
                + " steps";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
