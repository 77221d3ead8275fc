package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

    @Path("/things")
    interface Things {
        @GET
        void list();

        @POST
        void make();

        @GET
        @Path("/{id}")
        void get();

        @DELETE
        @Path("/{id}")
        void delete();
    }

    @Path("/things/plan")
    interface Plan {
        @POST
        void plan();
    }

    @Path("/things/{id}/parts")
    interface Parts {
        @POST
        void make();
    }

    private final Routes routes = new Routes(List.of(Things.class, Parts.class, Plan.class));

    @Test
    void shouldKnowTheMethodsOfEachAddress() {
        assertThat(routes.methods("/things")).containsExactly("GET", "HEAD", "OPTIONS", "POST");
        assertThat(routes.methods("/things/a%2Fb")).containsExactly("DELETE", "GET", "HEAD", "OPTIONS");
        assertThat(routes.methods("/things/a/parts")).containsExactly("OPTIONS", "POST");
        assertThat(routes.methods("/things/plan")).containsExactly("OPTIONS", "POST");
        assertThat(routes.methods("/things/plans")).isEqualTo(routes.methods("/things/a"));
        assertThat(routes.methods("/things/")).isEqualTo(routes.methods("/things"));
        assertThat(routes.methods("//things//a//")).isEqualTo(routes.methods("/things/a"));
    }

    @Test
    void shouldKnowNoMethodWhereThereIsNothing() {
        assertThat(routes.methods("/")).isEmpty();
        assertThat(routes.methods("/thing")).isEmpty();
        assertThat(routes.methods("/things/a/b")).isEmpty();
        assertThat(routes.methods("/q/things")).isEmpty();
    }

    @Test
    void shouldLetAnAddressBesideTheResourcesBeReadOnly() {
        routes.addReadOnly("/q/things");
        assertThat(routes.methods("/q/things")).containsExactly("GET", "HEAD", "OPTIONS");
    }
}
