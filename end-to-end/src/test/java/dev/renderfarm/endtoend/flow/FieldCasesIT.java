package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the farm says to files of real shops is what {@code docs/field-cases.md} says that it says. With
 * {@code -Dfield-cases.record} the page is written anew.
 */
@Tag("long")
class FieldCasesIT {

    @Test
    void shouldAnswerAsThePageSays() throws Exception {
        // Given
        Path docs = Installation.locate().home().resolve("docs");
        List<FieldCase> cases = FieldCase.all();
        FieldCasesPage page = new FieldCasesPage();
        // When
        try (FlowFarm farm = FlowFarm.start(TestModel.STARTER, 2)) {
            List<FieldAnswer.Pending> answers = new ArrayList<>();
            for (FieldCase given : cases) {
                answers.add(FieldAnswer.handIn(farm, given));
            }
            for (int i = 0; i < cases.size(); i++) {
                page.add(cases.get(i), answers.get(i).lines());
            }
            for (FieldCall call : FieldCall.all()) {
                page.add(call, call.answer(farm.client()));
            }
        }
        // Then
        String text = page.text(frame());
        if (System.getProperty("field-cases.record") != null) {
            Files.writeString(docs.resolve("field-cases.md"), text);
        }
        assertThat(text)
                .as("answers have changed: mend them, or record the page anew with -Dfield-cases.record and commit it")
                .isEqualTo(Files.readString(docs.resolve("field-cases.md")));
    }

    private static String frame() throws IOException {
        return new String(FieldCase.resource("page.md"), StandardCharsets.UTF_8);
    }
}
