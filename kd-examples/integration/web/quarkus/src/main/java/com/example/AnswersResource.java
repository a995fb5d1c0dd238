package com.example;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The service over HTTP. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class AnswersResource {
    private final Answers answers;
    private final Chain chain;

    AnswersResource(Answers answers, Chain chain) {
        this.answers = answers;
        this.chain = chain;
    }

    @POST
    @Path("answers")
    public Response answer(String finding) {
        Answers.Served served = answers.answer(finding);
        return Response.ok(served.json())
                .header(HttpHeaders.LOCATION, "/answers/" + served.id())
                .build();
    }

    @GET
    @Path("answers/{id}/label")
    public byte[] label(@RestPath String id) {
        byte[] label = answers.label(id);
        if (label == null) {
            throw new NotFoundException();
        }
        return label;
    }

    @GET
    @Path("answers/{id}/liability")
    public String liability(@RestPath String id, @RestQuery String amount) {
        return answers.attribute(id, amount);
    }

    /** For this example alone: who verifies gets the keys on another way than the answers. */
    @GET
    @Path("trust")
    @Produces(MediaType.TEXT_PLAIN)
    public String trust() {
        return chain.trust().text();
    }
}
