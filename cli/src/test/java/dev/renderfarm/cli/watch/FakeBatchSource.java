package dev.renderfarm.cli.watch;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers in turn what it was given; a stream that was not given has no events. */
final class FakeBatchSource implements BatchSource {

    private final Deque<Supplier<Batch>> answers = new ArrayDeque<>();
    private final Deque<Supplier<Stream<String>>> streams = new ArrayDeque<>();

    FakeBatchSource answers(Batch... batches) {
        for (Batch batch : batches) {
            answers.add(() -> batch);
        }
        return this;
    }

    FakeBatchSource fails(FailureCode code, int times) {
        Supplier<Batch> failure = () -> {
            throw new FarmException(code, "told to fail");
        };
        answers.addAll(Collections.nCopies(times, failure));
        return this;
    }

    @SafeVarargs
    final FakeBatchSource streams(Stream<String>... lines) {
        List.of(lines).forEach(each -> streams.add(() -> each));
        return this;
    }

    FakeBatchSource streamsFail(FailureCode code) {
        streams.addAll(Collections.nCopies(100, () -> {
            throw new FarmException(code, "told to fail");
        }));
        return this;
    }

    @Override
    public Batch now(BatchId id) {
        return answers.remove().get();
    }

    @Override
    public Stream<String> events(BatchId id) {
        return streams.isEmpty() ? Stream.empty() : streams.remove().get();
    }
}
