package dev.renderfarm.coordinator.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.common.manifest.ManifestText;
import dev.renderfarm.common.task.RenderItem;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of what is in an archive, one row a picture, on local disk until all are in. No text in it is run by a spreadsheet. */
final class ArchiveManifest implements Closeable {

    static final String NAME = "manifest.csv";

    private final Path file;
    private final Writer out;

    ArchiveManifest(Path file) throws IOException {
        this.file = file;
        this.out = Files.newBufferedWriter(file, UTF_8);
        row("file", "sku", "variant", "batch", "index", "review", "seed", "size", "sha256", "bytes", "prompt");
    }

    void add(String name, ArchivedPicture picture, RenderItem item) throws IOException {
        row(
                name,
                item.customId(),
                Objects.requireNonNullElse(item.variant(), 1),
                picture.task().batchId(),
                picture.task().index(),
                picture.verdict().wireName(),
                item.image().seed(),
                item.image().size(),
                picture.image().sha256(),
                picture.image().bytes(),
                item.image().prompt());
    }

    /** Complete from now on. */
    Path finish() throws IOException {
        out.close();
        return file;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void row(Object... cells) throws IOException {
        out.write(Stream.of(cells)
                .map(cell -> '"' + ManifestText.written(cell.toString()).replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n")));
    }
}
