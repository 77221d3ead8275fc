package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modelpackage.folder.DamagedFile;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model verify}. */
@Command(
        name = "verify",
        description = "Compares every file of a model package with its digest.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the package.")
    private Path folder;

    @Override
    public Integer call() {
        ModelPackage opened = ModelPackage.open(folder);
        List<DamagedFile> damaged = opened.verify();
        for (DamagedFile file : damaged) {
            spec.commandLine()
                    .getErr()
                    .println(file.path() + ": " + file.damage().wireName());
        }
        if (!damaged.isEmpty()) {
            spec.commandLine().getErr().println("export the package again, or copy it again from where it came");
            return FailureCode.INVALID_REQUEST.exitCode();
        }
        spec.commandLine()
                .getOut()
                .println(opened.manifest().files().size() + " files as the manifest says, "
                        + opened.manifest().digest());
        return 0;
    }
}
