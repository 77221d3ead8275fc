package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.input.ColumnRules;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.RowSink;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.sources.SourceDesk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks a single request as the line of a batch is checked, before a batch is opened for it. Safe for several threads. */
public final class RequestCheck {

    private final ModelRegistry models;
    private final InputFile input;
    private final SourceDesk sources;
    private final DeliveryReader deliveries;

    public RequestCheck(ModelRegistry models, InputFile input, SourceDesk sources, DeliveryProfiles profiles) {
        this.models = models;
        this.input = input;
        this.sources = sources;
        this.deliveries = new DeliveryReader(profiles);
    }

    /**
     * What is wrong with it; empty where it can be rendered.
     *
     * @param line OpenAI's batch line
     */
    public List<LineError> problems(ImageEndpoint endpoint, byte[] line) {
        List<LineError> problems = new ArrayList<>();
        var checker = new RowChecker(
                new BatchModel(models, null),
                new DerivedSeed(0),
                new WarningList(),
                false,
                new LinePictures(new ImageNames(null)),
                deliveries,
                endpoint == ImageEndpoint.EDITS ? new EditReader(sources.dry(), new BatchImages(Map.of())) : null);
        try {
            input.read(
                    "request.jsonl",
                    new ByteArrayInputStream(line),
                    InputRules.DEFAULT,
                    ColumnRules.of(endpoint),
                    new Sink(checker, problems));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory could not be read", e);
        }
        return problems;
    }

    private record Sink(RowChecker checker, List<LineError> problems) implements RowSink {

        @Override
        public void row(InputRow row) {
            problems.addAll(checker.check(row).problems());
        }

        @Override
        public void problem(LineError error) {
            problems.add(error);
        }

        @Override
        public void warning(LineWarning warning) {
            // the batch's own check tells it
        }

        @Override
        public boolean wantsMore() {
            return true;
        }
    }
}
