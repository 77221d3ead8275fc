package dev.renderfarm.coordinator.api;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Compares every exchange of the tests of the HTTP API with the contract. */
public final class ContractCallback implements QuarkusTestBeforeEachCallback {

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(new Comparison());
    }

    private static final class Comparison implements Filter {

        private @Nullable Contract contract;

        @Override
        public Response filter(
                FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext next) {
            Response answer = next.next(request, expected);
            String path = URI.create(request.getURI()).getRawPath();
            if (path.startsWith("/v1/")) {
                Contract present = contract();
                present.operation(request.getMethod(), path).ifPresent(operation -> present.check(operation, answer));
            }
            return answer;
        }

        private Contract contract() {
            if (contract == null) {
                contract =
                        new Contract(RestAssured.get("/q/openapi?format=json").asString());
            }
            return contract;
        }
    }
}
