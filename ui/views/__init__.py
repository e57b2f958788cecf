"""The pages, one script each; `ui/app.py` names them."""
