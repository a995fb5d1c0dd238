package com.example;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AnswersController {
    private final Answers answers;
    private final Chain chain;

    AnswersController(Answers answers, Chain chain) {
        this.answers = answers;
        this.chain = chain;
    }

    @PostMapping(path = "/answers", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> answer(@RequestBody String finding) {
        Answers.Served served = answers.answer(finding);
        return ResponseEntity.ok()
                .header(HttpHeaders.LOCATION, "/answers/" + served.id())
                .body(served.json());
    }

    @GetMapping(path = "/answers/{id}/label", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> label(@PathVariable String id) {
        byte[] label = answers.label(id);
        return label == null ? ResponseEntity.notFound().build() : ResponseEntity.ok(label);
    }

    @GetMapping(path = "/answers/{id}/liability", produces = MediaType.APPLICATION_JSON_VALUE)
    String liability(@PathVariable String id, @RequestParam String amount) {
        return answers.attribute(id, amount);
    }

    /** For this example alone: who verifies gets the keys on another way than the answers. */
    @GetMapping(path = "/trust", produces = MediaType.TEXT_PLAIN_VALUE)
    String trust() {
        return chain.trust().text();
    }
}
