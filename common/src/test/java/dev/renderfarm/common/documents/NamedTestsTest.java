package dev.renderfarm.common.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamedTestsTest {

    private static final Path FOLDER = Checkout.root().resolve("docs/decisions");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(should\\w+))?`");

    @ParameterizedTest
    @MethodSource("naming")
    void shouldNameTestsThatExist(Path document) throws IOException {
        // Given
        Map<String, Path> tests = tests();
        // When
        List<MatchResult> named =
                TEST.matcher(Files.readString(document)).results().toList();
        // Then
        assertThat(named).isNotEmpty().allSatisfy(test -> {
            assertThat(tests).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(tests.get(test.group(1))).content().contains("void " + test.group(2) + "(");
            }
        });
    }

    @Test
    void shouldListEveryRecord() throws IOException {
        String index = Files.readString(FOLDER.resolve("README.md"));
        assertThat(records()).isNotEmpty().allSatisfy(decision -> assertThat(index)
                .contains("(" + decision.getFileName() + ")"));
    }

    private static List<Path> naming() throws IOException {
        List<Path> documents = new ArrayList<>(records());
        documents.add(Checkout.root().resolve("CONTRIBUTING.md"));
        return documents;
    }

    private static List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }

    private static Map<String, Path> tests() throws IOException {
        try (Stream<Path> files =
                Checkout.files(path -> path.contains("/src/test/java/") && path.matches(".*(Test|IT)\\.java"))) {
            return files.collect(Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""), Function.identity(), (a, b) -> a));
        }
    }
}
