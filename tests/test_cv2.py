from importlib.metadata import distributions

import cv2


def test_all_distributions_that_own_cv2_are_the_one_that_is_imported():
    versions = {
        dist.name: dist.version
        for dist in distributions()
        if any(str(file).replace("\\", "/") == "cv2/__init__.py" for file in dist.files or ())
    }
    assert versions, "no distribution owns the cv2 folder"
    # The packages carry a fourth number, of the packaging; cv2 itself knows three.
    assert len(set(versions.values())) == 1, versions
    assert {version.rsplit(".", 1)[0] for version in versions.values()} == {cv2.__version__.removesuffix("-dev")}
