"""
The service over HTTP: public documents, pages for people, and the management interface.

`create_app` (in `app.py`) gives the application; everything else here serves it.
This floor translates between HTTP and the services, and contains no rule about badges.
"""

from openbadge_issuer.extras import needs

needs("fastapi", "jinja2", "python_multipart")
