package dev.renderfarm.cli.pictures;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pictures of a folder, and which of them a sheet names: by the name of a file, or as its SKU. The sheet is not read as
 * the farm reads it: whatever stands between separators and is called as a picture counts, so one too many may be found,
 * and none too few.
 */
public final class PictureFolder {

    private static final Pattern PICTURE = Pattern.compile("(?i).+\\.(png|jpe?g|webp)");
    private static final Pattern EXTENSION = Pattern.compile("\\.[^.]+$");
    private static final Pattern SEPARATORS = Pattern.compile("[\"',;\\t|{}\\[\\]]");
    private static final Pattern QUOTES = Pattern.compile("\"");
    private static final Pattern QUERY = Pattern.compile("[?#].*$");

    private final Map<String, List<Path>> byWord = new HashMap<>();

    private PictureFolder(Stream<Path> files) {
        files.filter(file -> PICTURE.matcher(file.getFileName().toString()).matches())
                .filter(Files::isRegularFile)
                .sorted()
                .forEach(file -> {
                    String name = key(file.getFileName().toString());
                    add(name, file);
                    add(EXTENSION.matcher(name).replaceFirst(""), file);
                });
    }

    /** @throws FarmException if it cannot be listed */
    public static PictureFolder of(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new PictureFolder(files);
        } catch (IOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot list the pictures in " + folder);
        }
    }

    private void add(String word, Path file) {
        byWord.computeIfAbsent(word, none -> new ArrayList<>()).add(file);
    }

    /**
     * Those that the sheet names, by the names of their files. Memory does not grow with the sheet.
     *
     * @throws FarmException if it cannot be read
     */
    public SortedMap<String, Path> namedIn(Path sheet, Charset charset) {
        SortedMap<String, Path> named = new TreeMap<>();
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (InputStream in = Files.newInputStream(sheet);
                BufferedReader text = new BufferedReader(new InputStreamReader(in, decoder))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                SEPARATORS.splitAsStream(line).forEach(word -> find(word, named));
                QUOTES.splitAsStream(line).forEach(word -> find(word, named));
            }
        } catch (IOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read " + sheet);
        }
        return named;
    }

    private void find(String word, Map<String, Path> named) {
        byWord.getOrDefault(key(word), List.of())
                .forEach(file -> named.put(file.getFileName().toString(), file));
    }

    /** The last part of a path or an address, as the farm compares names. */
    private static String key(String word) {
        String path = word.contains("://") ? QUERY.matcher(word).replaceFirst("") : word;
        String last = path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
        return Normalizer.normalize(last, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
    }
}
