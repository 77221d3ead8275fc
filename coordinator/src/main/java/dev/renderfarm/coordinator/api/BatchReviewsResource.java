package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.review.BatchReviews;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people think of a batch's pictures. */
@Path("/v1/batches/{id}/reviews")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
class BatchReviewsResource {

    private final BatchReviews reviews;

    BatchReviewsResource(BatchReviews reviews) {
        this.reviews = reviews;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Approve or reject pictures",
            description =
                    "Up to 1,000 verdicts: `undecided`, `approved` or `rejected`, with a `note` of up to 300 characters, "
                            + "each on a picture by its `index` or on all rendered ones of a line by its `custom_id`. They are kept "
                            + "with the task, and counted in `renderfarm.review`; a batch that has ended takes them too. The last that "
                            + "is said of a picture counts; repeating it changes nothing. 409 where a picture was not rendered.")
    public Batch review(@PathParam("id") String id, @Nullable ReviewRequest request) throws InterruptedException {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send reviews as a JSON object");
        }
        return reviews.review(Parameters.batchId(id), request);
    }
}
