package dev.renderfarm.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.impl.MimeMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The app's files and the libraries that it uses, by the paths of their addresses. They stay in memory, once asked for. */
final class AppFiles {

    private static final String PAGE = "/index.html";

    private static final Logger LOG = LoggerFactory.getLogger(AppFiles.class);
    private static final String ROOT = "META-INF/resources";
    private static final String APP = "/app/";
    private static final String HERE = "./";

    private final Optional<Path> sources;
    private final Map<String, AppFile> known = new ConcurrentHashMap<>();

    /** @param sources the folder out of which the app's own files are read anew each time, where they are there */
    AppFiles(Optional<Path> sources) {
        this.sources = sources.map(folder -> folder.toAbsolutePath().normalize());
        this.sources.ifPresent(folder -> LOG.atInfo()
                .addKeyValue("folder", folder)
                .log(
                        Files.isDirectory(folder)
                                ? "the web app is sent from its sources"
                                : "there are no sources of the web app: it is sent as it was built"));
    }

    /**
     * The page for an address. It names its files relative to that, so that they are found under whatever path a proxy
     * serves the farm.
     *
     * @param depth how many folders of the farm the address is in
     */
    AppFile page(int depth) {
        AppFile page = find(PAGE).orElseThrow(); // not inside: that map may not be asked while it answers
        return known.computeIfAbsent(PAGE + depth, address -> page(page, depth));
    }

    private static AppFile page(AppFile page, int depth) {
        String root = depth == 0 ? HERE : "../".repeat(depth);
        String text = new String(page.content(), UTF_8).replace('"' + HERE, '"' + root);
        return AppFile.of("text/html", false, text.getBytes(UTF_8));
    }

    /** Files without a known type, folders among them, are none of the app's. */
    Optional<AppFile> find(String path) {
        return source(path).or(() -> Optional.ofNullable(known.computeIfAbsent(path, AppFiles::built)));
    }

    private Optional<AppFile> source(String path) {
        String type = MimeMapping.getMimeTypeForFilename(path);
        if (sources.isEmpty() || type == null || !path.startsWith(APP)) {
            return Optional.empty();
        }
        Path file = sources.get().resolve(path.substring(1)).normalize();
        if (!file.startsWith(sources.get()) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(file(path, type, Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable AppFile built(String path) {
        String type = MimeMapping.getMimeTypeForFilename(path);
        if (type == null || path.contains("..")) {
            return null;
        }
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(ROOT + path)) {
            return in == null ? null : file(path, type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AppFile file(String path, String type, byte[] content) {
        boolean library = !path.equals(PAGE) && !path.startsWith(APP);
        return AppFile.of(type, library, content);
    }
}
