package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.endtoend.guide.Guide;
import dev.renderfarm.endtoend.guide.GuideRun;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/api.md does what the page says, in the order in which a reader comes to them. */
class ApiGuideIT {

    @TempDir
    private static Path folder;

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.STARTER, 1);
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsTheGuideSays() throws IOException {
        Path home = Installation.locate().home();
        List<String> page = Files.readAllLines(home.resolve("docs/api.md"));
        GuideRun run = new GuideRun(
                folder,
                Map.of(
                        "FARM",
                        farm.processes().url().toString(),
                        "RENDERFARM_URL",
                        farm.processes().url().toString(),
                        "RENDERFARM_HOME",
                        home.toString(),
                        "PATH",
                        home.resolve("scripts") + ":" + System.getenv("PATH")));
        return Guide.examples(page).stream()
                .map(example -> DynamicTest.dynamicTest(
                        "line " + example.line() + ": "
                                + example.command().lines().findFirst().orElse(""),
                        () -> assertThat(run.differences(example)).isEmpty()));
    }
}
