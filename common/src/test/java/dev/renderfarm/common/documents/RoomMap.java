package dev.renderfarm.common.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many classes each room of a module has: as the architecture draws it, and as it is. To be compared in a test. */
public final class RoomMap {

    private static final String ARCHITECTURE = "docs/architecture.md";
    private static final Pattern ROOM = Pattern.compile("(│ {3}| {4})?[├└]── (\\w+)/.*?(\\d+)?");

    private RoomMap() {}

    /** @param module first line of its drawing, for example {@code coordinator/} */
    public static Map<String, Integer> drawn(String module) throws IOException {
        List<String> lines = Files.readAllLines(Checkout.root().resolve(ARCHITECTURE));
        Map<String, Integer> rooms = new TreeMap<>();
        String wing = "";
        for (String line : lines.subList(lines.indexOf(module) + 1, lines.size())) {
            Matcher room = ROOM.matcher(line);
            if (!room.matches()) {
                break;
            }
            if (room.group(1) == null) {
                wing = room.group(2);
            }
            if (room.group(3) != null) {
                String name = room.group(1) == null ? wing : wing + "." + room.group(2);
                rooms.put(name, Integer.valueOf(room.group(3)));
            }
        }
        return rooms;
    }

    /** @param sources folder of the module's package, from the checkout */
    public static Map<String, Integer> built(String sources) throws IOException {
        Path folder = Checkout.root().resolve(sources);
        try (Stream<Path> rooms = Files.walk(folder)) {
            Map<String, Integer> built = new TreeMap<>();
            rooms.filter(room -> !room.equals(folder))
                    .filter(Files::isDirectory)
                    .forEach(room -> {
                        int classes = classesIn(room);
                        if (classes > 0) {
                            built.put(folder.relativize(room).toString().replace('/', '.'), classes);
                        }
                    });
            return built;
        }
    }

    private static int classesIn(Path room) {
        try (Stream<Path> files = Files.list(room)) {
            return (int) files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
