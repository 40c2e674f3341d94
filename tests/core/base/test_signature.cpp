#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/signature.h>

#include <catch2/catch.hpp>

#include <string>

namespace qitu {

namespace {

// RFC 8032, 7.1, TEST 1 and TEST 2, as RFC 8410 writes keys.
constexpr const char *first_private = "-----BEGIN PRIVATE KEY-----\n"
                                      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                                      "-----END PRIVATE KEY-----\n";
constexpr const char *first_public = "-----BEGIN PUBLIC KEY-----\n"
                                     "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                     "-----END PUBLIC KEY-----\n";
constexpr const char *second_public = "-----BEGIN PUBLIC KEY-----\n"
                                      "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                                      "-----END PUBLIC KEY-----\n";
constexpr const char *of_nothing =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
    "25bf5f0595bbe24655141438e7a100b";

} // namespace

TEST_CASE("a signature is that of RFC 8032") {
    const support::Folder folder;
    support::write_file(folder / "key", first_private);
    support::write_file(folder / "pub", first_public);
    CHECK(SigningKey(folder / "key").sign("") == of_nothing);
    CHECK(PublicKey(folder / "pub").signed_by("", of_nothing));
}

TEST_CASE("another text, another key and another signature are not taken") {
    const support::Folder folder;
    support::write_file(folder / "key", first_private);
    support::write_file(folder / "pub", first_public);
    support::write_file(folder / "other", second_public);
    const std::string signature = SigningKey(folder / "key").sign("a");
    CHECK(PublicKey(folder / "pub").signed_by("a", signature));
    CHECK_FALSE(PublicKey(folder / "pub").signed_by("b", signature));
    CHECK_FALSE(PublicKey(folder / "other").signed_by("a", signature));
    CHECK_FALSE(PublicKey(folder / "pub").signed_by("a", of_nothing));
    CHECK_FALSE(PublicKey(folder / "pub").signed_by("a", signature.substr(2)));
    CHECK_FALSE(PublicKey(folder / "pub").signed_by("a", ""));
    CHECK_FALSE(PublicKey(folder / "pub").signed_by("a", std::string(128, 'x')));
}

TEST_CASE("what is not such a key is refused") {
    const support::Folder folder;
    support::write_file(folder / "key", first_private);
    support::write_file(folder / "pub", first_public);
    support::write_file(folder / "empty", "");
    CHECK_THROWS_AS(SigningKey(folder / "pub"), Error);
    CHECK_THROWS_AS(PublicKey(folder / "key"), Error);
    CHECK_THROWS_AS(SigningKey(folder / "empty"), Error);
    CHECK_THROWS_AS(PublicKey(folder / "nowhere"), Error);
}

} // namespace qitu
