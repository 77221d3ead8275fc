package dev.renderfarm.endtoend.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.endtoend.guide.ExpectedAnswer.Form;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideTest {

    private static final String PAGE = """
            # A page

            ```
            scripts/standalone
            ```

            <!-- keeps NAME=/id COUNT=/counts/total -->
            ```sh
            echo '{"id": "mug", "counts": {"total": 3}, "at": 1700000001}'
            ```

            answers

            ```json
            {"no": "answer, since there is text between"}
            ```

            ```sh
            echo "$NAME" $COUNT
            ```

            ```text
            m… 3
            ```
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldRunEachExampleWithWhatThoseBeforeHaveLeft() throws Exception {
        // Given
        List<GuideExample> examples = Guide.examples(PAGE.lines().toList());
        GuideRun run = new GuideRun(folder, Map.of());
        assertThat(examples).extracting(GuideExample::line).containsExactly(8, 18);
        // When, then
        for (GuideExample example : examples) {
            assertThat(run.differences(example)).isEmpty();
        }
    }

    @Test
    void shouldTellWhatIsNotAsThePageSays() {
        var expected = new ExpectedAnswer(Form.JSON, """
                {"id": "batch_…", "created_at": 1700000000, "counts": {"total": 3}, "model": null, "data": ["a", "…"]}
                """);
        assertThat(expected.differences("""
                {"id": "batch_1", "created_at": 1800000000, "counts": {"total": 3}, "more": 1, "model": null,
                 "data": ["a", "b"]}
                """)).isEmpty();
        assertThat(expected.differences("""
                        {"id": "file-1", "created_at": null, "counts": {"total": 4}, "data": []}
                        """))
                .containsExactly(
                        "/id is \"file-1\", not \"batch_…\"",
                        "/created_at is null, not 1700000000",
                        "/counts/total is 4, not 3",
                        "/model is not there",
                        "/data has 0 elements, not 1 or more");
    }

    @Test
    void shouldTellACommandThatFails() throws Exception {
        var fails = new GuideExample(1, "echo oh >&2; false | cat", Map.of(), null);
        assertThat(new GuideRun(folder, Map.of()).differences(fails)).containsExactly("ended with 1: oh\n");
    }
}
