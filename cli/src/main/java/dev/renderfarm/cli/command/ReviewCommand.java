package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.BatchWishes;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.api.ReviewRequest.PictureReview;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says which pictures are wanted. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Approves or rejects the rendered pictures of lines, also of a batch that has ended.",
            "The last that is said of a picture counts; manifest.csv has it in the column review."
        })
final class ReviewCommand extends SteeringCommand {

    @Option(names = "--approve", arity = "1..*", paramLabel = "SKU", description = "Lines whose pictures are wanted")
    List<String> approved = List.of();

    @Option(names = "--reject", arity = "1..*", paramLabel = "SKU", description = "Lines whose pictures are not")
    List<String> rejected = List.of();

    @Option(
            names = "--undecided",
            arity = "1..*",
            paramLabel = "SKU",
            description = "Lines of which what was said is taken back")
    List<String> undecided = List.of();

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, of all of these")
    @Nullable
    String note;

    ReviewCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        List<PictureReview> reviews = new ArrayList<>();
        add(reviews, approved, Verdict.APPROVED);
        add(reviews, rejected, Verdict.REJECTED);
        add(reviews, undecided, Verdict.UNDECIDED);
        if (reviews.isEmpty()) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "say which lines are meant: --approve SKU…, --reject SKU…");
        }
        return new BatchWishes(farm).review(id, new ReviewRequest(reviews));
    }

    private void add(List<PictureReview> reviews, List<String> skus, Verdict verdict) {
        skus.forEach(sku -> reviews.add(new PictureReview(null, sku, verdict.wireName(), note)));
    }

    @Override
    String state(Batch after) {
        ReviewCounts counts = after.renderfarm().review();
        ReviewCounts said = counts == null ? ReviewCounts.NONE : counts;
        return "has " + said.approved() + " approved and " + said.rejected() + " rejected pictures";
    }
}
