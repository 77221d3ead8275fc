package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.api.FilesClient;
import dev.renderfarm.common.api.DeletedFile;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.FilePurpose;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists files, and has a command for each thing that is done with one. */
@Command(
        name = "files",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lists files, the newest first: uploads, and what batches left.")
final class FilesCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 1_000;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 1000 (default: 20)")
    int limit = 20;

    @Option(
            names = "--purpose",
            paramLabel = "WHAT",
            description = "Only those for batch, vision or user_data, or batch_output for what batches left")
    @Nullable
    FilePurpose purpose;

    FilesCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1 || limit > MOST_AT_ONCE) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "--limit must be from 1 to " + MOST_AT_ONCE + ": " + limit);
        }
        ListView<UploadedFile> page = client().list(purpose, limit, null);
        Table table = new Table("FILE", "PURPOSE", "BYTES", "CREATED", "EXPIRES", "NAME");
        page.data()
                .forEach(file -> table.add(
                        file.id().value(),
                        file.purpose(),
                        Long.toString(file.bytes()),
                        file.createdAt().toString(),
                        file.expiresAt() == null ? "-" : file.expiresAt().toString(),
                        file.filename()));
        String more = page.hasMore() ? "There are more: --limit N\n" : "";
        options.print(page, page.data().isEmpty() ? "No files.\n" : table.take() + more);
        return 0;
    }

    @Command(
            name = "upload",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Sends a file and names its id, which batches and edits take.")
    int upload(
            @Parameters(paramLabel = "FILE", description = "What to send") Path file,
            @Option(
                            names = "--purpose",
                            paramLabel = "WHAT",
                            description =
                                    "batch: the input of one; vision: a picture that edits begin with; user_data: kept as it is"
                                            + " (default: batch)")
                    @Nullable
                    FilePurpose wanted,
            @Option(
                            names = "--expires-after",
                            paramLabel = "TIME",
                            description = "From 1h to 30d, after which it is gone (default: kept until it is deleted)")
                    @Nullable
                    KeptFor expires)
            throws InterruptedException {
        Path name = file.getFileName();
        UploadedFile uploaded = client().upload(
                        wanted == null ? FilePurpose.BATCH : wanted,
                        file,
                        name == null ? file.toString() : name.toString(),
                        expires == null ? null : expires.value());
        options.tell(uploaded.id() + " is there", () -> options.print(uploaded, uploaded.id() + "\n"));
        return 0;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Deletes a file, unless a batch that goes on needs it. Pictures of batches stay.")
    int delete(@Parameters(paramLabel = "ID", description = "The file, as farm files names it") FileId id)
            throws InterruptedException {
        DeletedFile deleted = client().delete(id);
        String done = id + " is deleted";
        options.tell(done, () -> options.print(deleted, done + "\n"));
        return 0;
    }

    private FilesClient client() {
        return options.client(environment).files();
    }
}
